import type { AccessToken, LoginCredentials } from "recofilm-client";

/** A session that survives a reload. */
export interface KeptSession extends AccessToken {
  readonly credentials: LoginCredentials;
  /** Whether the user registered in this tab and has not yet confirmed that the key is kept. */
  readonly isNew: boolean;
}

// sessionStorage rather than a cookie: it belongs to this tab and ends with it, and browsers never send it by themselves, so no
// other site can act for the user and the API needs no defence against that. Scripts can read it, but the content security
// policy admits only the page's own. If the browser forbids storage, a session lasts until a reload.
const name = "session";

/** The session that this tab had before a reload. */
export function keptSession(): KeptSession | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null") as KeptSession | null;
    return kept !== null && typeof kept.token === "string" && typeof kept.credentials?.user_id === "number" ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a session for a reload. */
export function keepSession(session: KeptSession): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(session));
  } catch {
    return;
  }
}

/** Forgets the session. */
export function forgetSession(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    return;
  }
}
