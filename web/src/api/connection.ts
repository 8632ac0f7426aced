import { signal } from "@preact/signals";

/** Whether the program answers. */
export const isDown = signal(false);

/** Counts how often the program came back or got a better model, so that views can load their data again. */
export const comebacks = signal(0);

const retryInterval = 2000;
let asking = false;

/** Records that a request got no answer, and asks until one comes. */
export function reportDown(): void {
  isDown.value = true;
  if (asking) return;
  asking = true;
  setTimeout(ask, retryInterval);
}

/** Records that the program answered. */
export function reportUp(): void {
  if (!isDown.value) return;
  isDown.value = false;
  comebacks.value++;
}

/** Asks now whether the program is back. */
export async function ask(): Promise<void> {
  try {
    const answer = await fetch("/health/live", { cache: "no-store" });
    asking = !answer.ok;
  } catch {
    asking = true;
  }
  if (asking) setTimeout(ask, retryInterval);
  else reportUp();
}
