import createClient from "openapi-fetch";
import { problemOf } from "./problem";
import type { components, paths } from "./schema";
import { authorizedFetch } from "./session";

/** The API as /openapi.json describes it. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: authorizedFetch,
  querySerializer: { array: { style: "form", explode: true } },
});

/** A type of the API's description. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Recommendation = Schema<"Recommendation">;
export type Movie = Schema<"MovieDetails">;

/** The body of a successful answer. */
export async function body<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (error !== undefined || !response.ok) throw problemOf(error, response.status);
  return data as T;
}
