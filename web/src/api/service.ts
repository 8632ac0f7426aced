import { signal } from "@preact/signals";
import { api, body, type Schema } from "./client";

/** The program's state: its model, its genres, and whether registration is open. */
export const service = signal<Schema<"ServiceStatus"> | null>(null);

/** Loads the state again. */
export async function loadService(): Promise<void> {
  service.value = await body(api.GET("/", { headers: { Accept: "application/json" }, cache: "no-store" }));
}
