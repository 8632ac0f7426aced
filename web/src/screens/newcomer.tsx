import { useRef, useState } from "preact/hooks";
import { api, body, type Recommendation } from "../api/client";
import { matchesOf } from "../api/match";
import { service } from "../api/service";
import { newKey, signIn } from "../api/session";
import { useFlip } from "../components/flip";
import { GenreChips } from "../components/genre-chips";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { explain } from "../i18n/problems";
import { routes } from "../routing";
import { interactions } from "./use-interactions";
import { KeyNotice } from "./key-notice";

const goal = 3;
// Full rows at any width: 2, 3 or 6 cards each.
const listLength = 6;

/** I'm new: from a few genres and ratings to a personal list. */
export function Newcomer() {
  const [genres, setGenres] = useState<readonly string[]>([]);
  const [isChosen, setChosen] = useState(false);
  // After a reload the person is still the user who registered here.
  const [isRegistered, setRegistered] = useState(newKey.value !== null);
  const [problem, setProblem] = useState<string | null>(null);

  const begin = async (): Promise<void> => {
    setProblem(null);
    try {
      if (!isRegistered) {
        const user = await body(api.POST("/users"));
        await signIn(user.user_id, user.user_key, { isNew: true });
        setRegistered(true);
      }
      setChosen(true);
    } catch (error) {
      setProblem(explain(error));
    }
  };

  if (isChosen) return <Rating genres={genres} onChangeGenres={() => setChosen(false)} />;
  return (
    <>
      <header class="screen-head">
        <h1>{t("new.title")}</h1>
        <p class="lead">{t("new.lead")}</p>
      </header>
      <GenreChips label={t("new.title")} genres={genresOf(service.value?.genres ?? [])} chosen={genres} onChange={setGenres} />
      <p class="problem" role="alert">
        {problem}
      </p>
      <button
        type="button"
        class="primary"
        hidden={service.value === null}
        disabled={genres.length === 0}
        onClick={() => void begin()}
      >
        {t("new.show")}
      </button>
    </>
  );
}

interface RatingProps {
  readonly genres: readonly string[];
  readonly onChangeGenres: () => void;
}

function Rating({ genres, onChangeGenres }: RatingProps) {
  const [offset, setOffset] = useState(0);
  const [count, setCount] = useState(0);
  const [changes, setChanges] = useState(0);
  // The same movies stay while they are rated: only "other movies" brings new ones.
  const movies = useLoaded(`${genres.join()}|${offset}`, () => byGenre(genres, listLength, offset));
  const list = useLoaded(`list ${changes}`, () => ownList(genres));
  const { rate } = interactions(() => setChanges((before) => before + 1));
  const [rated, setRated] = useState<Readonly<Record<number, number>>>({});

  const rateOne = async (movie: Recommendation, rating: number): Promise<void> => {
    if (!(await rate(movie, rating, rated[movie.movie_id] ?? null))) return;
    if (rated[movie.movie_id] === undefined) setCount(count + 1);
    setRated({ ...rated, [movie.movie_id]: rating });
  };

  return (
    <>
      <header class="screen-head">
        <h1>{t("new.rate.title")}</h1>
        <p class="lead">{t("new.rate.lead")}</p>
      </header>
      <KeyNotice />
      <div class="progress">
        <progress max={goal} value={Math.min(goal, count)} aria-label={t("new.progress", { count, goal })} />
        <span aria-live="polite">{t("new.progress", { count, goal })}</span>
        <button type="button" class="quiet" onClick={() => setOffset(offset + listLength)}>
          {t("new.more")}
        </button>
        <button type="button" class="quiet" onClick={onChangeGenres}>
          {t("new.genres")}
        </button>
      </div>
      <h2 class="unseen">{t("forYou.movies")}</h2>
      {movies.problem ? (
        <ProblemState problem={movies.problem} retry={movies.reload} />
      ) : movies.value === null ? (
        <CardSkeletons count={listLength} kind="six" />
      ) : (
        <ul class="cards six" aria-label={t("new.rate.title")}>
          {movies.value.recommendations.map((movie) => (
            <MovieCard
              key={movie.movie_id}
              movie={movie}
              rating={rated[movie.movie_id] ?? null}
              onRate={(rating) => void rateOne(movie, rating)}
            />
          ))}
        </ul>
      )}
      {list.problem ? (
        <ProblemState problem={list.problem} retry={list.reload} />
      ) : (
        list.value && <OwnList list={list.value} count={count} />
      )}
    </>
  );
}

type List = Awaited<ReturnType<typeof ownList>>;

function OwnList({ list, count }: { readonly list: List; readonly count: number }) {
  const cards = useRef<HTMLUListElement>(null);
  const movies = matchesOf(list);
  useFlip(cards, movies.map((movie) => movie.movie_id).join());
  const isPersonal = list.strategy === "collaborative";
  return (
    <section class="own-list">
      <h2>{t("new.list.title")}</h2>
      <p class={isPersonal ? "badge personal" : "badge"} aria-live="polite">
        {isPersonal
          ? t(count === 1 ? "new.list.personalOne" : "new.list.personal", { count: format.whole(count) })
          : t("new.list.byGenre")}
      </p>
      <ul class="cards six" ref={cards}>
        {movies.map((movie) => (
          <MovieCard key={movie.movie_id} movie={movie} match={movie.match} listId={list.recommendation_id} />
        ))}
      </ul>
      {isPersonal && (
        <a class="button primary" href={routes.forYou}>
          {t("new.done")}
        </a>
      )}
    </section>
  );
}

const byGenre = (genres: readonly string[], limit: number, offset: number) =>
  body(api.POST("/genre_recommendations", { body: { genres: [...genres], limit, offset } }));

// Until the model knows a rating of the user, the list can only follow the genres.
async function ownList(genres: readonly string[]) {
  const list = await body(api.GET("/recommendations", { params: { query: { limit: listLength, explain: true } } }));
  return list.strategy === "collaborative" ? list : byGenre(genres, listLength, 0);
}
