import { useEffect, useId, useState } from "preact/hooks";
import { api, body, type Movie } from "../api/client";
import { t } from "../i18n";
import { MoviePoster } from "../posters/movie-poster";

const shown = 8;
const pause = 120;

/** Search as one types: a combobox whose list is the movies found. */
export function SearchBox({ onChoose }: { readonly onChoose: (movieId: number) => void }) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ readonly movies: readonly Movie[]; readonly total: number } | null>(null);
  const [active, setActive] = useState(-1);
  const id = useId();

  useEffect(() => {
    const title = text.trim();
    setActive(-1);
    if (title === "") {
      setFound(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      body(api.GET("/movies", { params: { query: { title, limit: shown } }, signal: stop.signal })).then(
        (page) => !stop.signal.aborted && setFound(page),
        () => !stop.signal.aborted && setFound(null),
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text]);

  const movies = found?.movies ?? [];
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = movies.length - 1;
    if (event.key === "ArrowDown") setActive(active >= last ? 0 : active + 1);
    else if (event.key === "ArrowUp") setActive(active <= 0 ? last : active - 1);
    else if (event.key === "Escape") setText("");
    else if (event.key === "Enter" && movies.length > 0) onChoose((movies[active] ?? movies[0])!.movie_id);
    else return;
    event.preventDefault();
  };

  return (
    <div class="search">
      <label for={`${id}-input`}>{t("explore.search")}</label>
      <input
        id={`${id}-input`}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={t("explore.placeholder")}
        aria-expanded={movies.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <p class="muted search-count" role="status">
        {found === null ? "\u00a0" : found.total === 0 ? t("explore.none") : t("explore.results", { count: found.total })}
      </p>
      <ul id={`${id}-list`} role="listbox" aria-label={t("explore.search")} class="search-list" hidden={movies.length === 0}>
        {movies.map((movie, index) => (
          <li
            key={movie.movie_id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => onChoose(movie.movie_id)}
          >
            <MoviePoster movie={movie} />
            <span>
              <strong>{movie.title}</strong> <span class="muted">{movie.year}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
