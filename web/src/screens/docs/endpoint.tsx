import { t } from "../../i18n";
import { Field, Fields } from "./fields";
import type { Endpoint, OpenApi } from "./openapi";
import { Prose } from "./prose";
import { TryIt } from "./try-it";

interface EndpointPageProps {
  readonly api: OpenApi;
  readonly endpoint: Endpoint;
}

/** One endpoint: its purpose, parameters and answers, and a form to try it against this program. */
export function EndpointPage({ api, endpoint }: EndpointPageProps) {
  const { method, path, operation } = endpoint;
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  const request = Object.entries(requestBody?.content ?? {});
  return (
    <article class="endpoint">
      <h1 lang="en">{summary ?? path}</h1>
      <p class="address">
        <code>
          <span class={`method ${method.toLowerCase()}`}>{method}</span> {path}
        </code>
      </p>
      {description && <Prose text={description} />}
      <TryIt api={api} endpoint={endpoint} />
      {parameters.length > 0 && (
        <section>
          <h2>{t("docs.parameters")}</h2>
          <dl class="fields" lang="en">
            {parameters.map((parameter) => (
              <Field
                key={`${parameter.in} ${parameter.name}`}
                api={api}
                name={parameter.name}
                schema={parameter.schema ?? {}}
                isRequired={parameter.required ?? false}
                description={parameter.description}
              />
            ))}
          </dl>
        </section>
      )}
      {request.map(([type, { schema = {} }]) => (
        <section key={type}>
          <h2>{t("docs.body")}</h2>
          <p class="muted">
            <code>{type}</code>
          </p>
          <Fields api={api} schema={schema} />
        </section>
      ))}
      <section>
        <h2>{t("docs.answers")}</h2>
        {Object.entries(responses).map(([status, { description: meaning, content = {} }]) => {
          const [type, { schema = {} } = {}] = Object.entries(content)[0] ?? [];
          return (
            <details key={status} class={`answer of-${status[0]}`} open={status.startsWith("2")}>
              <summary lang="en">
                <strong>{status}</strong> {meaning}
              </summary>
              {type && (
                <>
                  <p class="muted">
                    <code>{type}</code>
                  </p>
                  <Fields api={api} schema={schema} />
                </>
              )}
            </details>
          );
        })}
      </section>
    </article>
  );
}
