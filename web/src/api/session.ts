import { Problem, type AccessToken, type LoginCredentials, unreachable, UserSession } from "recofilm-client";
import { signal } from "@preact/signals";
import { reportDown, reportUp } from "./connection";
import { forgetSession, keepSession, keptSession, type KeptSession } from "./session-store";
import { readClaims, type TokenClaims } from "./token";

let kept: KeptSession | null = keptSession();
let user: UserSession | null = kept && sessionOf(kept.credentials, kept.isNew, kept);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The signed-in user; a reload of the tab keeps it. */
export const session = signal<TokenClaims | null>(kept ? readClaims(kept.token) : null);

/** Whether the last session ended without the person signing out. */
export const sessionEnded = signal(false);

/** The key of a user who registered in this tab: shown until the person confirms that it is kept. */
export const newKey = signal<string | null>(kept?.isNew ? (kept.credentials.user_key ?? null) : null);

if (kept) renewLater(kept);

/** Signs a user in. */
export async function signIn(userId: number, userKey?: string, { isNew = false } = {}): Promise<void> {
  const before = user;
  const next = sessionOf(userKey === undefined ? { user_id: userId } : { user_id: userId, user_key: userKey }, isNew);
  user = next;
  try {
    await next.logIn();
  } catch (problem) {
    if (user === next) user = before;
    throw problem;
  }
  newKey.value = isNew ? (userKey ?? null) : null;
  sessionEnded.value = false;
}

/** Forgets the user. */
export function signOut(): void {
  clearTimeout(timer);
  user = null;
  kept = null;
  forgetSession();
  newKey.value = null;
  session.value = null;
}

/** Stops showing a new user's key: the person has kept it. */
export function keyIsKept(): void {
  newKey.value = null;
  if (kept) keep({ ...kept, isNew: false });
}

/** fetch with the user's token, renewed when it is due or refused. */
export const authorizedFetch = (request: Request): Promise<Response> => (user ? user.fetch(request) : send(request));

// fetch that records whether the program answers.
async function send(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    reportUp();
    return answer;
  } catch (error) {
    if (request.signal.aborted) throw error;
    reportDown();
    throw new Problem(unreachable, 0, "The program does not answer.");
  }
}

function sessionOf(credentials: LoginCredentials, isNew: boolean, token?: AccessToken): UserSession {
  const made: UserSession = new UserSession(credentials, {
    baseUrl: location.origin,
    send,
    ...(token && { token }),
    onToken: (renewed) => {
      // The person may have signed out, or in as somebody else, while the token was on its way.
      if (user !== made) return;
      keep({ credentials, isNew: kept?.credentials === credentials ? kept.isNew : isNew, ...renewed });
      renewLater(renewed);
      const claims = readClaims(renewed.token);
      if (session.value?.userId !== claims.userId || session.value.role !== claims.role) session.value = claims;
    },
    onEnded: () => {
      if (user !== made) return;
      signOut();
      sessionEnded.value = true;
    },
  });
  return made;
}

function keep(session: KeptSession): void {
  kept = session;
  keepSession(session);
}

// Open pages renew before a request needs it.
function renewLater({ renewAt }: AccessToken): void {
  clearTimeout(timer);
  timer = setTimeout(() => void user?.logIn().catch(() => undefined), Math.max(0, renewAt - Date.now()));
}
