import { api, body } from "./client";

/** Rates a movie; the next list takes the rating into account. */
export const rate = (movieId: number, rating: number) =>
  body(api.PUT("/ratings/{movie_id}", { params: { path: { movie_id: `${movieId}` } }, body: { rating } }));

/** Deletes a rating. */
export const takeRatingBack = (movieId: number) =>
  body(api.DELETE("/ratings/{movie_id}", { params: { path: { movie_id: `${movieId}` } } }));

/** Never shows a movie again. */
export const dismiss = (movieId: number) =>
  body(api.PUT("/dismissals/{movie_id}", { params: { path: { movie_id: `${movieId}` } } }));

/** Lets a dismissed movie appear again. */
export const takeDismissalBack = (movieId: number) =>
  body(api.DELETE("/dismissals/{movie_id}", { params: { path: { movie_id: `${movieId}` } } }));

/**
 * Reports that a movie of a list was opened, even if the page is closed at once. The quality of lists is measured by it;
 * nothing waits for it, and nothing fails without it.
 */
export function recordClick(listId: string, movieId: number): void {
  api
    .POST("/events", { body: { recommendation_id: listId, movie_id: movieId, kind: "click" }, keepalive: true })
    .catch(() => undefined);
}
