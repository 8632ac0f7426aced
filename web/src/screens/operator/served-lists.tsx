import { useState } from "preact/hooks";
import { api, body, type Schema } from "../../api/client";
import { ProblemState } from "../../components/states";
import { useLoaded } from "../../components/use-loaded";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

const shown = 5;

/** The lists that a user was shown, with the user's reactions. */
export function ServedLists() {
  const [userId, setUserId] = useState<number | null>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = Number(new FormData(event.currentTarget as HTMLFormElement).get("shown"));
    setUserId(Number.isInteger(wanted) && wanted > 0 ? wanted : null);
  };
  return (
    <section id="served">
      <h2>{t("operator.served")}</h2>
      <form class="inline" onSubmit={submit}>
        <label>
          {t("start.key.user")}
          <input name="shown" inputMode="numeric" pattern="[0-9]+" required />
        </label>
        <button type="submit">{t("operator.served.show")}</button>
      </form>
      {userId !== null && <Lists key={userId} userId={userId} />}
    </section>
  );
}

function Lists({ userId }: { readonly userId: number }) {
  const page = useLoaded(`served ${userId}`, () =>
    body(api.GET("/recommendations/history", { params: { query: { user_id: userId, limit: shown } } })),
  );
  if (page.problem) return <ProblemState problem={page.problem} retry={page.reload} />;
  if (page.value?.lists.length === 0) return <p role="status">{t("operator.served.none", { user: userId })}</p>;
  return (
    <ul class="served" aria-busy={page.value === null}>
      {page.value?.lists.map((list) => (
        <li key={list.recommendation_id}>
          <p>
            <strong>{t(`operator.strategy.${list.strategy}` as Text)}</strong>{" "}
            <span class="muted">
              {format.moment(list.served_at)} · <code>{list.model_version}</code>
            </span>
          </p>
          <ol class="served-movies">
            {list.recommendations.map((movie) => (
              <ServedMovie key={movie.movie_id} movie={movie} />
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function ServedMovie({ movie }: { readonly movie: Schema<"ShownMovie"> }) {
  return (
    <li class={movie.events.length > 0 ? "used" : ""}>
      {movie.title ?? `#${movie.movie_id}`}
      {movie.events.map((event) => (
        <small key={event}> {t(`operator.event.${event}` as Text)}</small>
      ))}
    </li>
  );
}
