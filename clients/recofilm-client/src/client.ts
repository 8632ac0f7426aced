import createClient, { type Client } from "openapi-fetch";
import { problemOf } from "./problem.ts";
import { retrying, type Send } from "./retrying.ts";
import type { components, paths } from "./schema.ts";
import { UserSession, type LoginCredentials } from "./user-session.ts";

/** The API as /openapi.json describes it: `client.GET("/recommendations", { params: { query: { limit: 20 } } })`. */
export type RecofilmClient = Client<paths>;

/** A type of the API's description. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/**
 * The right to call: a user's identifier and key, which POST /login exchanges for tokens; a service key; or a function that
 * returns an access token, such as one of Microsoft Entra ID, for each request.
 */
export type Credentials =
  | LoginCredentials
  | { readonly service_key: string }
  | { readonly access_token: () => string | Promise<string> };

export interface ClientOptions {
  /** The address of the program, such as "https://films.example.com". */
  readonly baseUrl: string;
  /** Without them, only open endpoints answer. */
  readonly credentials?: Credentials;
  /** How often a request is sent again that was refused for the moment (429, 503), or got no answer; 2 by default. */
  readonly retries?: number;
  /** Sends requests in place of the platform's fetch. */
  readonly fetch?: Send;
}

/** Makes a client of a Recofilm program. */
export function createRecofilmClient(options: ClientOptions): RecofilmClient {
  const { baseUrl, credentials, retries = 2, fetch = globalThis.fetch } = options;
  const send = retrying(fetch, retries);
  return createClient<paths>({
    baseUrl,
    fetch: credentials === undefined ? send : authorized(credentials, baseUrl, send),
    querySerializer: { array: { style: "form", explode: true } },
  });
}

/**
 * The body of a successful answer.
 * @throws {Problem} The program refused the request.
 */
export async function body<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (error !== undefined || !response.ok) throw problemOf(error, response.status);
  return data as T;
}

function authorized(credentials: Credentials, baseUrl: string, send: Send): Send {
  if ("user_id" in credentials) {
    const session = new UserSession(credentials, { baseUrl, send });
    return (request) => session.fetch(request);
  }
  return async (request) => {
    const token = "service_key" in credentials ? credentials.service_key : await credentials.access_token();
    request.headers.set("Authorization", `Bearer ${token}`);
    return send(request);
  };
}
