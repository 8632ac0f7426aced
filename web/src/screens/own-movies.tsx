import { useState } from "preact/hooks";
import { api, body } from "../api/client";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, EmptyState, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { t } from "../i18n";
import { navigate, path, routes } from "../routing";
import { KeyNotice } from "./key-notice";
import { interactions } from "./use-interactions";

// Full rows at any width.
const page = 24;
const most = 96;

/** The user's ratings and dismissals; both can be changed here. */
export function OwnMovies() {
  const isDismissed = path.value === routes.dismissed;
  return (
    <>
      <header class="screen-head">
        <h1>{t("ratings.title")}</h1>
        <p class="lead">{t(isDismissed ? "ratings.dismissed.lead" : "ratings.lead")}</p>
      </header>
      <KeyNotice />
      <nav class="tabs" aria-label={t("ratings.title")}>
        <a href={routes.ratings} aria-current={isDismissed ? undefined : "page"}>
          {t("ratings.rated")}
        </a>
        <a href={routes.dismissed} aria-current={isDismissed ? "page" : undefined}>
          {t("ratings.dismissed")}
        </a>
      </nav>
      {isDismissed ? <Dismissed /> : <Rated />}
    </>
  );
}

function Rated() {
  const [shown, setShown] = useState(page);
  const list = useLoaded(`rated ${shown}`, () => body(api.GET("/ratings", { params: { query: { limit: shown } } })));
  const { rate, unrate } = interactions(list.reload);
  if (list.problem) return <ProblemState problem={list.problem} retry={list.reload} />;
  if (list.value === null) return <CardSkeletons count={page} />;
  if (list.value.total === 0)
    return <EmptyState text={t("ratings.none")} action={t("ratings.find")} onAction={() => navigate(routes.explore)} />;
  return (
    <>
      <h2 class="unseen">{t("forYou.movies")}</h2>
      <ul class="cards" aria-busy={list.isLoading}>
        {list.value.ratings.map((movie) => (
          <MovieCard
            key={movie.movie_id}
            movie={movie}
            rating={movie.rating}
            onRate={(rating) => void rate(movie, rating, movie.rating)}
            onUnrate={() => void unrate(movie, movie.rating)}
          />
        ))}
      </ul>
      {list.value.total > shown && shown + page <= most && <More onMore={() => setShown(shown + page)} />}
    </>
  );
}

function Dismissed() {
  const [shown, setShown] = useState(page);
  const list = useLoaded(`dismissed ${shown}`, () => body(api.GET("/dismissals", { params: { query: { limit: shown } } })));
  const { restore } = interactions(list.reload);
  if (list.problem) return <ProblemState problem={list.problem} retry={list.reload} />;
  if (list.value === null) return <CardSkeletons count={page} />;
  if (list.value.total === 0) return <EmptyState text={t("ratings.dismissed.none")} />;
  return (
    <>
      <h2 class="unseen">{t("forYou.movies")}</h2>
      <ul class="cards" aria-busy={list.isLoading}>
        {list.value.dismissals.map((movie) => (
          <MovieCard key={movie.movie_id} movie={movie} onRestore={() => void restore(movie)} />
        ))}
      </ul>
      {list.value.total > shown && shown + page <= most && <More onMore={() => setShown(shown + page)} />}
    </>
  );
}

function More({ onMore }: { readonly onMore: () => void }) {
  return (
    <footer class="list-foot">
      <button type="button" onClick={onMore}>
        {t("forYou.more")}
      </button>
    </footer>
  );
}
