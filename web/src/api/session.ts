import { signal } from "@preact/signals";
import { reportDown, reportUp } from "./connection";
import { Problem, problemOf, unreachable } from "./problem";
import { type Credentials, forgetSession, keepSession, keptSession, type KeptSession } from "./session-store";
import { readClaims, type TokenClaims } from "./token";

// The page renews a token when this part of its ten minutes is over.
const usedPart = 0.8;

let kept: KeptSession | null = keptSession();
let timer: ReturnType<typeof setTimeout> | undefined;
let renewal: Promise<boolean> | null = null;

/** The signed-in user; a reload of the tab keeps it. */
export const session = signal<TokenClaims | null>(kept ? readClaims(kept.token) : null);

/** Whether the last session ended without the person signing out. */
export const sessionEnded = signal(false);

/** The key of a user who registered in this tab: shown until the person confirms that it is kept. */
export const newKey = signal<string | null>(kept?.isNew ? (kept.credentials.user_key ?? null) : null);

if (kept) renewLater(kept.renewAt - Date.now());

/** Signs a user in. */
export async function signIn(userId: number, userKey?: string, { isNew = false } = {}): Promise<void> {
  await login(userKey === undefined ? { user_id: userId } : { user_id: userId, user_key: userKey }, isNew);
  newKey.value = isNew ? (userKey ?? null) : null;
  sessionEnded.value = false;
}

/** Forgets the user. */
export function signOut(): void {
  clearTimeout(timer);
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
export async function authorizedFetch(request: Request): Promise<Response> {
  if (kept !== null && Date.now() >= kept.renewAt) await renew();
  const again = request.clone();
  const answer = await send(withToken(request));
  if (answer.status !== 401 || kept === null) return answer;
  if (!(await renew())) {
    signOut();
    sessionEnded.value = true;
    return answer;
  }
  return send(withToken(again));
}

/** fetch that records whether the program answers. */
export async function send(request: Request): Promise<Response> {
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

function withToken(request: Request): Request {
  if (kept !== null) request.headers.set("Authorization", `Bearer ${kept.token}`);
  return request;
}

async function login(credentials: Credentials, isNew: boolean): Promise<void> {
  const answer = await send(
    new Request(new URL("/login", location.origin), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(credentials),
    }),
  );
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemOf(body, answer.status);
  const { access_token, expires_in } = body as { access_token: string; expires_in: number };
  const lifetime = expires_in * 1000 * usedPart;
  keep({ credentials, token: access_token, renewAt: Date.now() + lifetime, isNew });
  renewLater(lifetime);
  const claims = readClaims(access_token);
  if (session.value?.userId !== claims.userId || session.value.role !== claims.role) session.value = claims;
}

function keep(session: KeptSession): void {
  kept = session;
  keepSession(session);
}

function renewLater(milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void renew(), Math.max(0, milliseconds));
}

/** Gets a new token; requests that notice at the same time share it. */
function renew(): Promise<boolean> {
  renewal ??= renewOnce().finally(() => {
    renewal = null;
  });
  return renewal;
}

// Without an answer the old token stays: it may have minutes left, and the next request tries again.
async function renewOnce(): Promise<boolean> {
  if (kept === null) return false;
  try {
    await login(kept.credentials, kept.isNew);
    return true;
  } catch (problem) {
    return problem instanceof Problem && problem.kind === unreachable;
  }
}
