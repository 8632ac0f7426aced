import { signal } from "@preact/signals";

/** The address below the origin. */
export const path = signal(location.pathname);

let afterSignIn: string | null = null;

/** Remembers this address, to which a person who signs in next comes back. */
export function signInHere(): void {
  afterSignIn = location.pathname + location.hash;
}

/** The address of the page that asked to sign in, once; or else another. */
export function addressAfterSignIn(otherwise: string): string {
  const address = afterSignIn ?? otherwise;
  afterSignIn = null;
  return address;
}

/** Goes to an address of the page. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to === location.pathname) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  path.value = location.pathname;
  scrollTo(0, 0);
}

/** Follows back, forward and links that stay within the page. */
export function startRouting(): void {
  addEventListener("popstate", () => {
    path.value = location.pathname;
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    const url = new URL(link.href);
    const isOurs =
      url.origin === location.origin &&
      (url.pathname === "/" || url.pathname === routes.docs || url.pathname.startsWith("/app/"));
    if (!isOurs || link.target !== "" || url.hash !== "") return;
    event.preventDefault();
    navigate(url.pathname);
  });
}

/** The addresses of the page. */
export const routes = {
  start: "/",
  newcomer: "/app/new",
  forYou: "/app/for-you",
  explore: "/app/like",
  ratings: "/app/ratings",
  dismissed: "/app/dismissed",
  operator: "/app/models",
  docs: "/docs",
  movie: (movieId: number) => `/app/movies/${movieId}`,
  list: (movieIds: readonly number[]) => `/app/list/${movieIds.join("-")}`,
} as const;

/** The movie that an address is about. */
export function movieOf(address: string): number | null {
  const match = /^\/app\/movies\/(\d+)$/.exec(address);
  return match ? Number(match[1]) : null;
}

// More movies would make the address too long for some programs.
const longestList = 60;

/** The movies of a shared list that an address names. */
export function listOf(address: string): number[] | null {
  const match = /^\/app\/list\/(\d{1,9}(?:-\d{1,9})*)$/.exec(address);
  return match ? [...new Set(match[1]!.split("-").map(Number))].slice(0, longestList) : null;
}
