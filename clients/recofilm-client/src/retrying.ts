import { Problem, unreachable } from "./problem.ts";

/** Sends a request, as fetch does. */
export type Send = (request: Request) => Promise<Response>;

const firstPause = 500;
const longestPause = 30_000;

// Sending these again changes nothing more.
const repeatable: readonly string[] = ["GET", "HEAD", "PUT", "DELETE"];

/**
 * Sends requests again that the program refused for the moment, after the pause that it asks for, and repeatable ones that got
 * no answer. The last answer is returned, whatever it is; a missing one is a problem of the kind "unreachable".
 */
export function retrying(fetch: Send, retries: number): Send {
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= retries;
      const wait = firstPause * 2 ** attempt;
      try {
        const answer = await fetch(isLast ? request : request.clone());
        const pause = pauseOf(answer, wait);
        if (isLast || pause === null || pause > longestPause) return answer;
        await answer.body?.cancel();
        await delay(pause, request.signal);
      } catch (error) {
        if (request.signal.aborted || error instanceof Problem) throw error;
        if (isLast || !repeatable.includes(request.method)) throw new Problem(unreachable, 0, "The program does not answer.");
        await delay(wait, request.signal);
      }
    }
  };
}

// The milliseconds to wait before the request is sent again; null if the answer is the last one.
function pauseOf({ status, headers }: Response, wait: number): number | null {
  if (status !== 429 && status !== 503) return null;
  const asked = Number(headers.get("Retry-After") ?? "");
  return asked > 0 ? asked * 1000 : wait;
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", abort, { once: true });
  });
}
