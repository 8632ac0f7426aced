export { body, createRecofilmClient, type ClientOptions, type Credentials, type RecofilmClient, type Schema } from "./client.ts";
export { Problem, problemOf, unreachable } from "./problem.ts";
export type { Send } from "./retrying.ts";
export { UserSession, type AccessToken, type LoginCredentials, type UserSessionOptions } from "./user-session.ts";
