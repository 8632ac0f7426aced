import type { Recommendation } from "../api/client";
import { format, genreName, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { routes } from "../routing";
import { lights } from "./lit-reason";

const shown = 2;

/** Returns the reasons to show: those that speak for the movie, the strongest first. */
export const reasonsFor = (reasons: Recommendation["reasons"]): Recommendation["reasons"] =>
  reasons.filter((reason) => reason.contribution > 0).slice(0, shown);

/** The user's ratings that speak most for a movie; pointing at one highlights every card that it contributes to. */
export function Reasons({ reasons }: { readonly reasons: Recommendation["reasons"] }) {
  const told = reasonsFor(reasons);
  if (told.length === 0) return null;
  return (
    <p class="reasons">
      {t("card.because")}{" "}
      {told.map((reason, index) => (
        <span key={reason.movie_id}>
          {index > 0 && ", "}
          <a href={routes.movie(reason.movie_id)} {...lights(reason.movie_id)}>
            {reason.title}
          </a>{" "}
          <span class="reason-stars">★{format.one(reason.rating)}</span>
        </span>
      ))}
    </p>
  );
}

/** The genres and tags that a movie shares with the one that the list is about. */
export function Shared({ shared }: { readonly shared: NonNullable<Recommendation["shared"]> }) {
  const terms = [...genresOf(shared.genres).map(genreName), ...shared.tags];
  return terms.length === 0 ? null : (
    <p class="reasons">
      {t("card.shared")} <em>{terms.join(", ")}</em>
    </p>
  );
}
