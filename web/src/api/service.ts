import { signal } from "@preact/signals";
import { api, body, type Schema } from "./client";

/** What the program says of itself: its model, its genres, and who may come in. */
export const service = signal<Schema<"ServiceStatus"> | null>(null);

/** Asks again. */
export async function loadService(): Promise<void> {
  service.value = await body(api.GET("/", { headers: { Accept: "application/json" }, cache: "no-store" }));
}
