import { useState } from "preact/hooks";
import { api, body, type Schema } from "../../api/client";
import { ProblemState } from "../../components/states";
import { useLoaded } from "../../components/use-loaded";
import { t } from "../../i18n";

const shown = 10;
const strategies = ["collaborative", "hybrid"] as const;

/** A user's lists by champion and challenger, with the differences marked. */
export function Preview() {
  const [asked, setAsked] = useState<{ readonly userId: number; readonly strategy: string } | null>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const userId = Number(fields.get("previewed"));
    if (Number.isInteger(userId) && userId > 0) setAsked({ userId, strategy: String(fields.get("strategy")) });
  };
  return (
    <section id="preview">
      <h2>{t("operator.preview")}</h2>
      <p class="muted">{t("operator.preview.lead")}</p>
      <form class="inline" onSubmit={submit}>
        <label>
          {t("start.key.user")}
          <input name="previewed" inputMode="numeric" pattern="[0-9]+" required />
        </label>
        <label>
          {t("operator.strategy")}
          <select name="strategy">
            {strategies.map((strategy) => (
              <option key={strategy} value={strategy}>
                {t(`operator.strategy.${strategy}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{t("operator.preview.show")}</button>
      </form>
      {asked && <Lists key={`${asked.userId} ${asked.strategy}`} {...asked} />}
    </section>
  );
}

function Lists({ userId, strategy }: { readonly userId: number; readonly strategy: string }) {
  const load = () =>
    body(api.GET("/models/preview", { params: { query: { user_id: userId, strategy: strategy as "hybrid", limit: shown } } }));
  const preview = useLoaded(`preview ${userId} ${strategy}`, load);
  if (preview.problem) return <ProblemState problem={preview.problem} retry={preview.reload} />;
  if (preview.value === null) return null;
  const { champion, challenger, gets_challenger } = preview.value;
  return (
    <>
      <p role="status">
        {t(
          challenger === null
            ? "operator.preview.noTrial"
            : gets_challenger
              ? "operator.preview.getsChallenger"
              : "operator.preview.getsChampion",
        )}
      </p>
      <div class="previews">
        <List arm="champion" list={champion} other={challenger} />
        {challenger && <List arm="challenger" list={challenger} other={champion} />}
      </div>
    </>
  );
}

type List = Schema<"RecommendationList">;

interface ListProps {
  readonly arm: "champion" | "challenger";
  readonly list: List;
  readonly other: List | null;
}

function List({ arm, list, other }: ListProps) {
  return (
    <div class="preview">
      <h3>
        <span class={`status ${arm}`}>{t(`operator.state.${arm}`)}</span> <code>{list.model_version}</code>
      </h3>
      <ol>
        {list.recommendations.map((movie, rank) => {
          const elsewhere = other?.recommendations.findIndex((one) => one.movie_id === movie.movie_id) ?? rank;
          return (
            <li key={movie.movie_id} class={elsewhere < 0 ? "only" : elsewhere !== rank ? "moved" : ""}>
              <span>{movie.title}</span> <Difference rank={rank} elsewhere={elsewhere} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

// Returns a movie's change of place against the other list.
function Difference({ rank, elsewhere }: { readonly rank: number; readonly elsewhere: number }) {
  if (elsewhere === rank) return null;
  if (elsewhere < 0) return <small>{t("operator.preview.only")}</small>;
  const places = Math.abs(elsewhere - rank);
  const text = t(rank < elsewhere ? "operator.preview.up" : "operator.preview.down", { places });
  return (
    <small>
      {rank < elsewhere ? "▲" : "▼"} {text}
    </small>
  );
}
