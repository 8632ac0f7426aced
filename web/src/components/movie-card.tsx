import type { ComponentChildren } from "preact";
import type { Recommendation } from "../api/client";
import { recordClick } from "../api/interactions";
import { format, genreName, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { MoviePoster } from "../posters/movie-poster";
import { routes } from "../routing";
import { Icon } from "./icon";
import { litReason } from "./lit-reason";
import { OriginalTitle } from "./original-title";
import { Reasons, reasonsFor, Shared } from "./reasons";
import { StarInput, Stars } from "./stars";

interface MovieCardProps {
  readonly movie: Pick<Recommendation, "movie_id" | "title" | "year" | "genres"> &
    Partial<Recommendation> & { readonly tmdb_id?: number | null };
  /** Its match relative to the best of its list, 0 to 1; null if the list is not personal. */
  readonly match?: number | null;
  readonly rating?: number | null;
  readonly onRate?: ((rating: number) => void) | undefined;
  readonly onUnrate?: (() => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
  readonly onRestore?: (() => void) | undefined;
  /** The list that the movie was recommended in. */
  readonly listId?: string | undefined;
  /** Presents this movie as the one to watch, in its own row. */
  readonly pick?: string | undefined;
  readonly children?: ComponentChildren;
}

/** A movie: its poster, its match with the reasons, and its actions. */
export function MovieCard({
  movie,
  match = null,
  rating = null,
  onRate,
  onUnrate,
  onDismiss,
  onRestore,
  listId,
  pick,
  children,
}: MovieCardProps) {
  const { title, year, genres, predicted_rating: predicted, reasons = [], shared } = movie;
  const onOpen = listId === undefined ? undefined : () => recordClick(listId, movie.movie_id);
  const href = routes.movie(movie.movie_id);
  return (
    <li class={`card ${pick ? "pick" : ""} ${light(reasons)}`} data-key={movie.movie_id}>
      <a class="card-poster" href={href} onClick={onOpen} tabIndex={-1} aria-hidden="true">
        <MoviePoster movie={movie} />
      </a>
      <div class="card-text">
        {pick && <p class="pick-label">{pick}</p>}
        <h3>
          <a href={href} onClick={onOpen}>
            {title}
          </a>
        </h3>
        <OriginalTitle movie={movie} />
        <p class="muted facts">
          {[year ?? t("card.unknownYear"), genresOf(genres).map(genreName).join(", ")].filter(Boolean).join(" · ")}
        </p>
        {match !== null && (
          <p class="match">
            <strong title={t("card.match.hint")}>{t("card.match", { percent: format.percent(match) })}</strong>
            {predicted !== undefined && (
              <span class="predicted">
                <Stars value={predicted} label={t("card.predicted", { stars: format.one(predicted) })} />
                <span aria-hidden="true">{format.one(predicted)}</span>
              </span>
            )}
          </p>
        )}
        {children}
        <Reasons reasons={reasons} />
        {shared && <Shared shared={shared} />}
        {(onRate || onDismiss || onRestore) && (
          <div class="card-actions">
            {onRate && <StarInput title={title} value={rating} onRate={onRate} />}
            {onUnrate && rating !== null && (
              <button
                type="button"
                class="quiet icon"
                aria-label={t("card.removeRating", { title })}
                title={t("card.remove")}
                onClick={onUnrate}
              >
                <Icon name="remove" />
              </button>
            )}
            {onDismiss && (
              <button
                type="button"
                class="quiet icon"
                aria-label={t("card.dismissLabel", { title })}
                title={t("card.dismiss")}
                onClick={onDismiss}
              >
                <Icon name="dismiss" />
              </button>
            )}
            {onRestore && (
              <button type="button" aria-label={t("card.restoreLabel", { title })} onClick={onRestore}>
                {t("card.restore")}
              </button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function light(reasons: Recommendation["reasons"]): string {
  if (litReason.value === null) return "";
  return reasonsFor(reasons).some((reason) => reason.movie_id === litReason.value) ? "lit" : "unlit";
}
