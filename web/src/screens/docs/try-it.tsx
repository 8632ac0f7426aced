import { useState } from "preact/hooks";
import { authorizedFetch, session } from "../../api/session";
import { t } from "../../i18n";
import { explain } from "../../i18n/problems";
import { routes, signInHere } from "../../routing";
import { type Endpoint, type OpenApi, resolve, sampleOf } from "./openapi";

interface TryItProps {
  readonly api: OpenApi;
  readonly endpoint: Endpoint;
}

interface Answer {
  readonly status: string;
  readonly milliseconds: number;
  readonly text: string;
}

// A longer answer would make the page slow.
const longest = 20_000;

/** Leads to the start page, and back here once the person has signed in. */
export function SignInLink() {
  return (
    <a href={routes.start} onClick={signInHere}>
      {t("start.key.submit")}
    </a>
  );
}

/** A form that sends a request to this program as the signed-in user and shows the answer. */
export function TryIt({ api, endpoint }: TryItProps) {
  const { method, path, operation } = endpoint;
  const { parameters = [] } = operation;
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [content, setContent] = useState(() =>
    media ? JSON.stringify(media.example ?? sampleOf(api, media.schema ?? {}), null, 2) : "",
  );
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState("");
  const address = addressOf(path, parameters, values);
  const needsUser = (operation.security?.length ?? 0) > 0;

  const send = async (): Promise<void> => {
    setProblem("");
    const start = performance.now();
    try {
      const request = new Request(new URL(address, location.origin), {
        method,
        headers: { Accept: "application/json", ...(type && { "Content-Type": type }) },
        ...(type && { body: content }),
      });
      const response = await authorizedFetch(request);
      const text = pretty(await response.text());
      setAnswer({
        status: `${response.status} ${response.statusText}`,
        milliseconds: Math.round(performance.now() - start),
        text,
      });
    } catch (error) {
      setProblem(explain(error));
    }
  };

  return (
    <section class="try" aria-label={t("docs.try")}>
      <h2>{t("docs.try")}</h2>
      {needsUser && session.value === null && (
        <p class="notice">
          {t("docs.signedOut")} <SignInLink />
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {parameters.map((parameter) => {
          const choices = resolve(api, parameter.schema ?? {}).enum;
          const change = (event: { readonly currentTarget: { readonly value: string } }): void =>
            setValues({ ...values, [parameter.name]: event.currentTarget.value });
          return (
            <label key={parameter.name}>
              <span lang="en">{parameter.name}</span>
              {choices ? (
                <select value={values[parameter.name] ?? ""} onChange={change}>
                  <option value="">–</option>
                  {choices.map((choice) => (
                    <option key={String(choice)}>{String(choice)}</option>
                  ))}
                </select>
              ) : (
                <input value={values[parameter.name] ?? ""} required={parameter.required ?? false} onInput={change} />
              )}
            </label>
          );
        })}
        {type && (
          <label class="wide">
            {t("docs.body")}
            <textarea
              rows={Math.min(12, content.split("\n").length + 1)}
              spellcheck={false}
              value={content}
              onInput={(event) => setContent(event.currentTarget.value)}
            />
          </label>
        )}
        <button type="submit" class="primary">
          {t("docs.send")}
        </button>
      </form>
      <pre class="code" tabIndex={0} role="region" aria-label="curl">
        <code>{curlOf(method, address, needsUser, type, content)}</code>
      </pre>
      <p class="problem" role="alert">
        {problem}
      </p>
      {answer && (
        <div role="status">
          <p>
            <strong class={answer.status.startsWith("2") ? "good" : "bad"}>{answer.status}</strong>{" "}
            <span class="muted">{answer.milliseconds} ms</span>
          </p>
          {answer.text && (
            <pre class="code answer-body" tabIndex={0} role="region" aria-label={t("docs.answer")}>
              <code>{answer.text}</code>
            </pre>
          )}
        </div>
      )}
    </section>
  );
}

function addressOf(
  path: string,
  parameters: NonNullable<Endpoint["operation"]["parameters"]>,
  values: Readonly<Record<string, string>>,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] ? encodeURIComponent(values[name]) : whole,
  );
  const query = new URLSearchParams();
  for (const { name, in: place, schema } of parameters) {
    const value = values[name];
    if (place !== "query" || !value) continue;
    // A parameter that may be repeated takes several values, separated by commas.
    for (const one of schema?.type === "array" ? value.split(",") : [value]) query.append(name, one.trim());
  }
  return query.size > 0 ? `${filled}?${query.toString()}` : filled;
}

function curlOf(method: string, address: string, needsUser: boolean, type: string | undefined, content: string): string {
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "${location.origin}${address}"`,
    needsUser && '-H "Authorization: Bearer $TOKEN"',
    type && `-H "Content-Type: ${type}"`,
    type && `-d '${content.replaceAll("'", "'\\''")}'`,
  ]
    .filter(Boolean)
    .join(" \\\n  ");
}

function pretty(text: string): string {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // The answer is not JSON, so it is shown unchanged.
  }
  return shown.length > longest ? `${shown.slice(0, longest)}\n…` : shown;
}
