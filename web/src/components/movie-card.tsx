import type { ComponentChildren } from "preact";
import type { Recommendation } from "../api/client";
import { recordClick } from "../api/interactions";
import { format, genreName, t } from "../i18n";
import { Poster } from "../posters/poster";
import { routes } from "../routing";
import { readable } from "../titles";
import { StarInput, Stars } from "./stars";

interface MovieCardProps {
  readonly movie: Pick<Recommendation, "movie_id" | "title" | "year" | "genres"> & Partial<Recommendation>;
  readonly rating?: number | null;
  readonly onRate?: ((rating: number) => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
  /** The list that the movie was recommended in. */
  readonly listId?: string | undefined;
  readonly children?: ComponentChildren;
}

/** A movie: its poster, what is predicted and why, and what one can do about it. */
export function MovieCard({ movie, rating = null, onRate, onDismiss, listId, children }: MovieCardProps) {
  const { year, genres, predicted_rating: predicted, reasons = [], shared } = movie;
  const title = readable(movie.title);
  const onOpen = listId === undefined ? undefined : () => recordClick(listId, movie.movie_id);
  return (
    <li class="card" data-key={movie.movie_id}>
      <a class="card-poster" href={routes.movie(movie.movie_id)} onClick={onOpen} tabIndex={-1} aria-hidden="true">
        <Poster title={movie.title} year={year} genres={genres} />
      </a>
      <div class="card-text">
        <h3>
          <a href={routes.movie(movie.movie_id)} onClick={onOpen}>
            {title}
          </a>
        </h3>
        <p class="muted">
          {year ?? t("card.unknownYear")} · {genres.map(genreName).join(", ")}
        </p>
        {predicted !== undefined && (
          <p class="predicted">
            <Stars value={predicted} label={t("card.predicted", { stars: format.one(predicted) })} />
            <strong aria-hidden="true">{format.one(predicted)}</strong>
          </p>
        )}
        {children}
        {reasons.length > 0 && <Reasons reasons={reasons} />}
        {shared && <Shared shared={shared} />}
        {(onRate || onDismiss) && (
          <div class="card-actions">
            {onRate && <StarInput title={title} value={rating} onRate={onRate} />}
            {onDismiss && (
              <button type="button" class="dismiss" aria-label={t("card.dismissLabel", { title })} title={t("card.dismiss")} onClick={onDismiss}>
                <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                  <path d="M4 4l16 16M9.5 5.2A10 10 0 0 1 12 5c5 0 8.6 4 9.8 7a14 14 0 0 1-2.6 3.9M6.3 7.3A13.6 13.6 0 0 0 2.2 12c1.2 3 4.8 7 9.8 7a10 10 0 0 0 4.3-1M9.9 9.9a3 3 0 0 0 4.2 4.2" />
                </svg>
              </button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function Shared({ shared }: { readonly shared: NonNullable<Recommendation["shared"]> }) {
  const terms = [...shared.genres.map(genreName), ...shared.tags];
  return terms.length === 0 ? null : (
    <p class="reasons">
      {t("card.shared")} <em>{terms.join(", ")}</em>
    </p>
  );
}

// Only what speaks for the movie is a reason to show it.
function Reasons({ reasons }: { readonly reasons: Recommendation["reasons"] }) {
  const reasonsFor = reasons.filter((reason) => reason.contribution > 0).slice(0, 2);
  if (reasonsFor.length === 0) return null;
  return (
    <p class="reasons">
      {t("card.because")}{" "}
      {reasonsFor.map((reason, index) => (
        <span key={reason.movie_id}>
          {index > 0 && ", "}
          <em>{readable(reason.title)}</em> <span class="reason-stars">★{format.one(reason.rating)}</span>
        </span>
      ))}
    </p>
  );
}
