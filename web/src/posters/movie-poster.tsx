import { useEffect, useState } from "preact/hooks";
import { api, body, type Movie } from "../api/client";
import { service } from "../api/service";
import { Poster } from "./poster";

interface MoviePosterProps {
  readonly movie: Pick<Movie, "movie_id" | "title" | "year" | "genres"> & { readonly tmdb_id?: number | null };
}

/** A movie's poster: the drawn one and, if the operator named a service of posters, the real one over it. */
export function MoviePoster({ movie }: MoviePosterProps) {
  const address = service.value?.poster_address ?? null;
  const drawn = <Poster title={movie.title} year={movie.year} genres={movie.genres} />;
  if (address === null) return drawn;
  return (
    <div class="real-poster">
      {drawn}
      <RealPoster key={movie.movie_id} movie={movie} address={address} />
    </div>
  );
}

// Lists name no TMDB id, so it is asked for once a movie.
const asked = new Map<number, Promise<number | null>>();

function RealPoster({ movie, address }: MoviePosterProps & { readonly address: string }) {
  const [tmdbId, setTmdbId] = useState(movie.tmdb_id ?? null);
  useEffect(() => {
    if (movie.tmdb_id === undefined) void tmdbIdOf(movie.movie_id).then(setTmdbId);
  }, []);
  // Without an image the drawn poster stays.
  return tmdbId === null ? null : (
    <img src={address.replace("{tmdb_id}", `${tmdbId}`)} alt="" loading="lazy" onError={() => setTmdbId(null)} />
  );
}

function tmdbIdOf(movieId: number): Promise<number | null> {
  const known = asked.get(movieId);
  if (known) return known;
  const answer = body(api.GET("/movies/{movie_id}", { params: { path: { movie_id: `${movieId}` } } })).then(
    (movie) => movie.tmdb_id,
    () => null,
  );
  asked.set(movieId, answer);
  return answer;
}
