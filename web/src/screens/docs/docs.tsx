import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { session } from "../../api/session";
import { Problem } from "recofilm-client";
import { ProblemState } from "../../components/states";
import { useLoaded } from "../../components/use-loaded";
import { t } from "../../i18n";
import { EndpointPage } from "./endpoint";
import { groupsOf, type OpenApi } from "./openapi";
import { Prose } from "./prose";
import { SignInLink } from "./try-it";
import "../../styles/tables.css";
import "../../styles/docs.css";

const chosen = signal(location.hash.slice(1));

/** The reference of the API, made from the program's own description. */
export function Docs() {
  const description = useLoaded("openapi", load);
  useEffect(() => {
    const follow = (): void => {
      chosen.value = location.hash.slice(1);
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  if (description.problem) return <ProblemState problem={description.problem} retry={description.reload} />;
  if (description.value === null) return <p class="muted">{t("state.loading")}</p>;
  const api = description.value;
  const groups = groupsOf(api);
  const endpoint = [...groups.values()].flat().find(({ id }) => id === chosen.value);
  return (
    <div class="docs">
      <nav class="docs-list" aria-label={t("docs.endpoints")}>
        <a href="#" aria-current={endpoint ? undefined : "page"}>
          {t("docs.overview")}
        </a>
        {[...groups].map(([tag, endpoints]) => (
          <details key={tag} open={endpoints.some(({ id }) => id === chosen.value) || matchMedia("(min-width: 62rem)").matches}>
            <summary lang="en">{tag}</summary>
            {endpoints.map(({ id, method, path, operation }) => (
              <a
                key={id}
                href={`#${id}`}
                aria-current={id === chosen.value ? "page" : undefined}
                title={`${method} ${path}`}
                lang="en"
              >
                {operation.summary ?? path}
              </a>
            ))}
          </details>
        ))}
      </nav>
      <div class="docs-content">
        {endpoint ? <EndpointPage key={endpoint.id} api={api} endpoint={endpoint} /> : <Overview api={api} />}
      </div>
    </div>
  );
}

function Overview({ api }: { readonly api: OpenApi }) {
  const { title, version, description = "", license } = api.info;
  return (
    <>
      <h1 lang="en">{title}</h1>
      <p class="muted">
        {t("docs.version", { version })} · <a href="/openapi.json">openapi.json</a>
        {license && (
          <>
            {" · "}
            {license.url ? <a href={license.url}>{license.name}</a> : license.name}
          </>
        )}
      </p>
      <Prose text={description} />
      <p>
        {session.value ? (
          t("docs.signedIn", { user: session.value.userId })
        ) : (
          <>
            {t("docs.signedOut")} <SignInLink />
          </>
        )}
      </p>
      <table class="docs-table">
        <thead>
          <tr>
            <th scope="col">{t("docs.endpoint")}</th>
            <th scope="col">{t("docs.does")}</th>
          </tr>
        </thead>
        {[...groupsOf(api)].map(([tag, endpoints]) => (
          <tbody key={tag} lang="en">
            <tr>
              <th scope="rowgroup" colSpan={2}>
                {tag}
              </th>
            </tr>
            {endpoints.map(({ id, method, path, operation }) => (
              <tr key={id}>
                <td>
                  <a href={`#${id}`}>
                    <code>
                      <span class={`method ${method.toLowerCase()}`}>{method}</span> {path}
                    </code>
                  </a>
                </td>
                <td>{operation.summary}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}

async function load(): Promise<OpenApi> {
  const answer = await fetch("/openapi.json");
  if (!answer.ok) throw new Problem("", answer.status, `HTTP ${answer.status}`);
  return (await answer.json()) as OpenApi;
}
