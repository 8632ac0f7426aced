import { signal } from "@preact/signals";

/** The rated movie under the pointer or focus: the cards that it contributes to are highlighted. */
export const litReason = signal<number | null>(null);

/** Highlights the cards that a rated movie contributes to, while a reason is under the pointer or has the focus. */
export const lights = (movieId: number) => ({
  onPointerEnter: () => (litReason.value = movieId),
  onPointerLeave: () => (litReason.value = null),
  onFocus: () => (litReason.value = movieId),
  onBlur: () => (litReason.value = null),
});
