import { signal } from "@preact/signals";
import { reportDown, reportUp } from "./connection";
import { Problem, problemOf, unreachable } from "./problem";
import { readClaims, type TokenClaims } from "./token";

/** Who is signed in. */
export const session = signal<TokenClaims | null>(null);

/** Whether the last session ended without the person wanting it to. */
export const sessionEnded = signal(false);

interface Credentials {
  readonly user_id: number;
  readonly user_key?: string;
}

// The token and the key are here and nowhere else: a reload forgets both.
let credentials: Credentials | null = null;
let token: string | null = null;
let renewAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let renewal: Promise<boolean> | null = null;

// A token is renewed when this part of its ten minutes is over.
const usedPart = 0.8;

/** Signs a user in. */
export async function signIn(userId: number, userKey?: string): Promise<void> {
  const wanted: Credentials = userKey === undefined ? { user_id: userId } : { user_id: userId, user_key: userKey };
  await login(wanted);
  sessionEnded.value = false;
}

/** Forgets the user. */
export function signOut(): void {
  clearTimeout(timer);
  credentials = null;
  token = null;
  session.value = null;
}

/** fetch with the user's token, renewed when it is due or refused. */
export async function authorizedFetch(request: Request): Promise<Response> {
  if (credentials !== null && Date.now() >= renewAt) await renew();
  const again = request.clone();
  const answer = await send(withToken(request));
  if (answer.status !== 401 || credentials === null) return answer;
  if (!(await renew())) {
    signOut();
    sessionEnded.value = true;
    return answer;
  }
  return send(withToken(again));
}

/** fetch that tells whether the program answers. */
export async function send(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    reportUp();
    return answer;
  } catch {
    reportDown();
    throw new Problem(unreachable, 0, "The program does not answer.");
  }
}

function withToken(request: Request): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

async function login(wanted: Credentials): Promise<void> {
  const answer = await send(
    new Request(new URL("/login", location.origin), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(wanted),
    }),
  );
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemOf(body, answer.status);
  const { access_token, expires_in } = body as { access_token: string; expires_in: number };
  credentials = wanted;
  token = access_token;
  const milliseconds = expires_in * 1000 * usedPart;
  renewAt = Date.now() + milliseconds;
  clearTimeout(timer);
  timer = setTimeout(() => void renew(), milliseconds);
  const claims = readClaims(access_token);
  if (session.value?.userId !== claims.userId || session.value.role !== claims.role) session.value = claims;
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
  if (credentials === null) return false;
  try {
    await login(credentials);
    return true;
  } catch (problem) {
    return problem instanceof Problem && problem.kind === unreachable;
  }
}
