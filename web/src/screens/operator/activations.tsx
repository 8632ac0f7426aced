import { api, body, type Schema } from "../../api/client";
import { ProblemState } from "../../components/states";
import { TableScroll } from "../../components/table-scroll";
import { useLoaded } from "../../components/use-loaded";
import { format, t } from "../../i18n";

const shown = 10;

/** Changes of the champion: who and when. Loads again when the versions have changed. */
export function Activations({ changes }: { readonly changes: number }) {
  const page = useLoaded(`activations ${changes}`, () =>
    body(api.GET("/models/activations", { params: { query: { limit: shown } } })),
  );
  return (
    <section id="activations">
      <h2>{t("operator.activations")}</h2>
      {page.problem ? (
        <ProblemState problem={page.problem} retry={page.reload} />
      ) : page.value === null ? null : page.value.activations.length === 0 ? (
        <p class="muted">{t("operator.activations.none")}</p>
      ) : (
        <TableScroll label={t("operator.activations")}>
          <table>
            <thead>
              <tr>
                {(["when", "by", "from", "to"] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`operator.activations.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page.value.activations.map((change) => (
                <tr key={`${change.activated_at} ${change.version}`}>
                  <th scope="row">{format.moment(change.activated_at)}</th>
                  <td title={change.reason ?? undefined}>{causeOf(change)}</td>
                  <td>{change.previous ? <code>{change.previous}</code> : "–"}</td>
                  <td>
                    <code>{change.version}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

function causeOf({ cause, user_id, run_id }: Schema<"Activation">): string {
  if (cause === "operator") return t("operator.activations.operator", { user: user_id ?? "" });
  if (cause === "training") return t("operator.activations.training", { run: run_id ?? "" });
  return t(cause === "rollback" ? "operator.activations.rollback" : "operator.activations.command");
}
