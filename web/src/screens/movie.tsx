import { useState } from "preact/hooks";
import { api, body, type Movie, type Schema } from "../api/client";
import { Distribution } from "../components/distribution";
import { Icon } from "../components/icon";
import { OriginalTitle } from "../components/original-title";
import { StarInput, Stars } from "../components/stars";
import { ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, genreName, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { MoviePoster } from "../posters/movie-poster";
import { movieOf, path, routes } from "../routing";
import { HybridList } from "./hybrid-list";
import { SimilarMovies } from "./similar-movies";
import { interactions } from "./use-interactions";

// The most important come first.
const shownPeople = 8;

type Audience = Schema<"MovieAudience">;

/** A movie: its details, its ratings and tags, and similar movies. */
export function MoviePage() {
  const movieId = movieOf(path.value) ?? 0;
  const [changes, setChanges] = useState(0);
  const at = { params: { path: { movie_id: `${movieId}` } } };
  const movie = useLoaded(`movie ${movieId}`, () => body(api.GET("/movies/{movie_id}", at)));
  const audience = useLoaded(`audience ${movieId} ${changes}`, () => body(api.GET("/movies/{movie_id}/audience", at)));
  const changed = (): void => setChanges((before) => before + 1);
  const problem = movie.problem ?? audience.problem;
  if (problem) return <ProblemState problem={problem} retry={() => (movie.reload(), audience.reload())} />;
  return (
    <>
      <p>
        <a href={routes.explore}>← {t("movie.back")}</a>
      </p>
      <section class="movie">
        <div class="movie-poster">
          {movie.value ? (
            <MoviePoster movie={movie.value} />
          ) : (
            <div class="poster skeleton" />
          )}
        </div>
        {movie.value && audience.value && (
          <>
            <Details movie={movie.value} audience={audience.value} onChanged={changed} />
            <Opinions audience={audience.value} />
          </>
        )}
      </section>
      {/* Below the movie, which comes first, so that nothing moves when it does. */}
      <div class="below" hidden={movie.value === null || audience.value === null}>
        <HybridList movieId={movieId} changes={changes} onChanged={changed} />
        <SimilarMovies movieId={movieId} changes={changes} />
      </div>
    </>
  );
}

interface DetailsProps {
  readonly movie: Movie;
  readonly audience: Audience;
  readonly onChanged: () => void;
}

function Details({ movie, audience, onChanged }: DetailsProps) {
  const { rate, unrate } = interactions(onChanged);
  const own = audience.own_rating;
  return (
    <div class="movie-text">
      <h1>{movie.title}</h1>
      <OriginalTitle movie={movie} />
      <p class="muted">
        {[movie.year ?? t("card.unknownYear"), genresOf(movie.genres).map(genreName).join(", ")].filter(Boolean).join(" · ")}
      </p>
      <div class="own-rating">
        <span>{t("card.rateShort")}</span>
        <StarInput title={movie.title} value={own} onRate={(rating) => void rate(movie, rating, own)} />
        {own !== null && (
          <button
            type="button"
            class="quiet"
            aria-label={t("card.removeRating", { title: movie.title })}
            onClick={() => void unrate(movie, own)}
          >
            <Icon name="remove" />
            {t("card.remove")}
          </button>
        )}
      </div>
      <p class="links">
        {movie.imdb_id !== null && <Site name={t("movie.imdb")} address={`https://www.imdb.com/title/tt${movie.imdb_id}/`} />}
        {movie.tmdb_id !== null && <Site name={t("movie.tmdb")} address={`https://www.themoviedb.org/movie/${movie.tmdb_id}`} />}
      </p>
      {movie.description && <p>{movie.description}</p>}
      {(movie.people?.length ?? 0) > 0 && (
        <p>
          <span class="muted">{t("movie.people")} </span>
          {movie.people?.slice(0, shownPeople).map(({ name, role }) => (role ? `${name} (${role})` : name)).join(", ")}
        </p>
      )}
      {audience.tags.length > 0 && (
        <div>
          <h2>{t("movie.tags")}</h2>
          <ul class="tags" lang="en">
            {audience.tags.map(({ tag }) => (
              <li key={tag}>{tag}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Opinions({ audience }: { readonly audience: Audience }) {
  const count = audience.ratings.reduce((sum, one) => sum + one.count, 0);
  const mean = audience.ratings.reduce((sum, one) => sum + one.rating * one.count, 0) / count;
  return (
    <div class="opinions">
      <h2>{t("movie.distribution")}</h2>
      {count === 0 ? (
        <p class="muted">{t("movie.noAverage")}</p>
      ) : (
        <>
          <p class="predicted">
            <Stars value={mean} label="" />
            <span>{t("movie.average", { stars: format.one(mean), count: format.whole(count) })}</span>
          </p>
          <Distribution ratings={audience.ratings} own={audience.own_rating} />
          <p class="muted">{t("movie.liked", { share: format.percent(audience.liked_share ?? 0) })}</p>
        </>
      )}
    </div>
  );
}

function Site({ name, address }: { readonly name: string; readonly address: string }) {
  return (
    <a class="button" href={address} target="_blank" rel="noopener noreferrer" aria-label={t("movie.opens", { site: name })}>
      {name} ↗
    </a>
  );
}
