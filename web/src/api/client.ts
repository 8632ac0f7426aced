import { createRecofilmClient, type Schema } from "recofilm-client";
import { authorizedFetch } from "./session";

export { body, type Schema } from "recofilm-client";

/** The API of the program that serves this page. A person who waits sees a problem at once and tries again. */
export const api = createRecofilmClient({ baseUrl: location.origin, fetch: authorizedFetch, retries: 0 });

export type Recommendation = Schema<"Recommendation">;
export type Movie = Schema<"MovieDetails">;
