import { Problem, problemOf, unreachable } from "./problem.ts";
import { retrying, type Send } from "./retrying.ts";

// A token is renewed when this part of its lifetime is over.
const usedPart = 0.8;

/** The body of POST /login. */
export interface LoginCredentials {
  readonly user_id: number;
  readonly user_key?: string;
}

/** A token of POST /login. */
export interface AccessToken {
  readonly token: string;
  /** The time at which to renew it, in milliseconds since 1970. */
  readonly renewAt: number;
}

export interface UserSessionOptions {
  /** The address of the program. */
  readonly baseUrl: string;
  /** Sends requests in place of the platform's fetch. */
  readonly send?: Send;
  /** A token from before, such as one that a page kept over a reload. */
  readonly token?: AccessToken;
  /** Called with each new token. */
  readonly onToken?: (token: AccessToken) => void;
  /** Called when the program refuses both the token and a new login. */
  readonly onEnded?: () => void;
}

/** Sends requests with a user's token, which it gets by POST /login, and renews when it is due or refused. */
export class UserSession {
  readonly credentials: LoginCredentials;
  readonly #options: UserSessionOptions;
  readonly #send: Send;
  #token: AccessToken | null;
  #login: Promise<void> | null = null;

  constructor(credentials: LoginCredentials, options: UserSessionOptions) {
    this.credentials = credentials;
    this.#options = options;
    this.#send = options.send ?? retrying(globalThis.fetch, 0);
    this.#token = options.token ?? null;
  }

  /** Sends a request with the token, and once more if the program refuses the token and gives a new one. */
  async fetch(request: Request): Promise<Response> {
    if (this.#token === null) await this.logIn();
    // Without an answer the old token stays: it may have minutes left, and the next request tries again.
    else if (Date.now() >= this.#token.renewAt) await this.logIn().catch(() => undefined);
    const again = request.clone();
    const sent = this.#token;
    const answer = await this.#sendWithToken(request);
    if (answer.status !== 401) return answer;
    try {
      // Another request may have got a new token meanwhile.
      if (this.#token === sent) await this.logIn();
    } catch (problem) {
      if (!(problem instanceof Problem) || isOfTheMoment(problem)) throw problem;
      this.#options.onEnded?.();
      return answer;
    }
    return this.#sendWithToken(again);
  }

  /**
   * Gets a new token; callers that need one at the same time share it.
   * @throws {Problem} The program refused the login, or did not answer.
   */
  logIn(): Promise<void> {
    this.#login ??= this.#logInOnce().finally(() => {
      this.#login = null;
    });
    return this.#login;
  }

  async #logInOnce(): Promise<void> {
    const request = new Request(`${this.#options.baseUrl.replace(/\/$/, "")}/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(this.credentials),
    });
    const answer = await this.#send(request);
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw problemOf(body, answer.status);
    const { access_token, expires_in } = body as { access_token: string; expires_in: number };
    this.#token = { token: access_token, renewAt: Date.now() + expires_in * 1000 * usedPart };
    this.#options.onToken?.(this.#token);
  }

  #sendWithToken(request: Request): Promise<Response> {
    request.headers.set("Authorization", `Bearer ${this.#token?.token}`);
    return this.#send(request);
  }
}

// A login that fails for such a reason says nothing about the user's key.
function isOfTheMoment({ kind, status }: Problem): boolean {
  return kind === unreachable || status === 429 || status >= 500;
}
