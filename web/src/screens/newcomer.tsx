import { useRef, useState } from "preact/hooks";
import { api, body, type Recommendation } from "../api/client";
import { Problem } from "../api/problem";
import { service } from "../api/service";
import { session, signIn } from "../api/session";
import { useFlip } from "../components/flip";
import { GenreChips } from "../components/genre-chips";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, t } from "../i18n";
import { routes } from "../routing";
import { interactions } from "./use-interactions";
import { KeyNotice } from "./key-notice";

const goal = 3;
const listLength = 6;

/** I'm new: from nothing, by a few genres and ratings, to a list of one's own. */
export function Newcomer() {
  const [genres, setGenres] = useState<readonly string[]>([]);
  const [isChosen, setChosen] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const begin = async (): Promise<void> => {
    setProblem(null);
    try {
      if (key === null) {
        const user = await body(api.POST("/users"));
        await signIn(user.user_id, user.user_key);
        setKey(user.user_key);
      }
      setChosen(true);
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error));
    }
  };

  if (isChosen && key !== null) return <Rating genres={genres} userKey={key} onChangeGenres={() => setChosen(false)} />;
  return (
    <>
      <header class="screen-head">
        <h1>{t("new.title")}</h1>
        <p class="lead">{t("new.lead")}</p>
      </header>
      <GenreChips label={t("new.title")} genres={service.value?.genres ?? []} chosen={genres} onChange={setGenres} />
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="button" class="primary" hidden={service.value === null} disabled={genres.length === 0} onClick={() => void begin()}>
        {t("new.show")}
      </button>
    </>
  );
}

interface RatingProps {
  readonly genres: readonly string[];
  readonly userKey: string;
  readonly onChangeGenres: () => void;
}

function Rating({ genres, userKey, onChangeGenres }: RatingProps) {
  const [offset, setOffset] = useState(0);
  const [count, setCount] = useState(0);
  const [changes, setChanges] = useState(0);
  // The same movies stay while they are rated: only "other movies" brings new ones.
  const movies = useLoaded(`${genres.join()}|${offset}`, () => byGenre(genres, listLength, offset));
  const list = useLoaded(`list ${changes}`, () => ownList(genres));
  const { rate } = interactions(() => setChanges((before) => before + 1));
  const [rated, setRated] = useState<Readonly<Record<number, number>>>({});

  const rateOne = async (movie: Recommendation, rating: number): Promise<void> => {
    if (!(await rate(movie, rating))) return;
    if (rated[movie.movie_id] === undefined) setCount(count + 1);
    setRated({ ...rated, [movie.movie_id]: rating });
  };

  return (
    <>
      <header class="screen-head">
        <h1>{t("new.rate.title")}</h1>
        <p class="lead">{t("new.rate.lead")}</p>
      </header>
      <KeyNotice userId={session.value?.userId ?? 0} userKey={userKey} />
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
        <CardSkeletons count={listLength} />
      ) : (
        <ul class="cards" aria-label={t("new.rate.title")}>
          {movies.value.recommendations.map(({ predicted_rating: _, ...movie }) => (
            <MovieCard key={movie.movie_id} movie={movie} rating={rated[movie.movie_id] ?? null} onRate={(rating) => void rateOne({ ...movie, predicted_rating: _ }, rating)} />
          ))}
        </ul>
      )}
      {list.problem ? <ProblemState problem={list.problem} retry={list.reload} /> : list.value && <OwnList list={list.value} count={count} />}
    </>
  );
}

type List = Awaited<ReturnType<typeof ownList>>;

function OwnList({ list, count }: { readonly list: List; readonly count: number }) {
  const cards = useRef<HTMLUListElement>(null);
  useFlip(cards, list.recommendations.map((movie) => movie.movie_id).join());
  const isPersonal = list.strategy === "collaborative";
  return (
    <section class="own-list">
      <h2>{t("new.list.title")}</h2>
      <p class={isPersonal ? "badge personal" : "badge"} aria-live="polite">
        {isPersonal ? t(count === 1 ? "new.list.personalOne" : "new.list.personal", { count: format.whole(count) }) : t("new.list.byGenre")}
      </p>
      <ul class="cards" ref={cards}>
        {list.recommendations.map((movie) => (
          <MovieCard key={movie.movie_id} movie={movie} listId={list.recommendation_id} />
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

// Until the model knows a rating of the user, the genres are all there is to go by.
async function ownList(genres: readonly string[]) {
  const list = await body(api.GET("/recommendations", { params: { query: { limit: listLength, explain: true } } }));
  return list.strategy === "collaborative" ? list : byGenre(genres, listLength, 0);
}
