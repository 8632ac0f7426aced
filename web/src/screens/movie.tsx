import { useState } from "preact/hooks";
import { api, body, type Movie } from "../api/client";
import { StarInput, Stars } from "../components/stars";
import { ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, genreName, t } from "../i18n";
import { Poster } from "../posters/poster";
import { movieOf, path, routes } from "../routing";
import { readable } from "../titles";
import { HybridList } from "./hybrid-list";
import { SimilarMovies } from "./similar-movies";
import { interactions } from "./use-interactions";

/** A movie: what is known of it, and what resembles it. */
export function MoviePage() {
  const movieId = movieOf(path.value) ?? 0;
  const movie = useLoaded(`movie ${movieId}`, () => body(api.GET("/movies/{movie_id}", { params: { path: { movie_id: movieId } } })));
  const [changes, setChanges] = useState(0);
  if (movie.problem) return <ProblemState problem={movie.problem} retry={movie.reload} />;
  return (
    <>
      <p>
        <a href={routes.explore}>← {t("movie.back")}</a>
      </p>
      <section class="movie">
        <div class="movie-poster">{movie.value ? <Poster title={movie.value.title} year={movie.value.year} genres={movie.value.genres} /> : <div class="poster skeleton" />}</div>
        <div class="movie-text">{movie.value && <Details movie={movie.value} changes={changes} onChanged={() => setChanges((before) => before + 1)} />}</div>
      </section>
      <HybridList movieId={movieId} changes={changes} onChanged={() => setChanges((before) => before + 1)} />
      <SimilarMovies movieId={movieId} changes={changes} />
    </>
  );
}

interface DetailsProps {
  readonly movie: Movie;
  readonly changes: number;
  readonly onChanged: () => void;
}

function Details({ movie, changes, onChanged }: DetailsProps) {
  const own = useLoaded(`own ${movie.movie_id} ${changes}`, () => ownRating(movie.movie_id));
  const { rate } = interactions(onChanged);
  const average = movie.rating_average;
  return (
    <>
      <h1>{readable(movie.title)}</h1>
      <p class="muted">
        {movie.year ?? t("card.unknownYear")} · {movie.genres.map(genreName).join(", ")}
      </p>
      <p class="predicted">
        {average !== null && <Stars value={average} label="" />}
        <span>{average === null ? t("movie.noAverage") : t("movie.average", { stars: format.one(average), count: format.whole(movie.rating_count) })}</span>
      </p>
      <p class="own-rating">
        <span>{t("card.rateShort")}</span>
        <StarInput title={readable(movie.title)} value={own.value} onRate={(rating) => void rate(movie, rating)} />
      </p>
      <p class="links">
        {movie.imdb_id !== null && <Site name={t("movie.imdb")} address={`https://www.imdb.com/title/tt${movie.imdb_id}/`} />}
        {movie.tmdb_id !== null && <Site name={t("movie.tmdb")} address={`https://www.themoviedb.org/movie/${movie.tmdb_id}`} />}
      </p>
    </>
  );
}

function Site({ name, address }: { readonly name: string; readonly address: string }) {
  return (
    <a class="button" href={address} target="_blank" rel="noopener noreferrer" aria-label={t("movie.opens", { site: name })}>
      {name} ↗
    </a>
  );
}

async function ownRating(movieId: number): Promise<number | null> {
  const { data } = await api.GET("/ratings/{movie_id}", { params: { path: { movie_id: movieId } } });
  return data?.rating ?? null;
}
