/** An error that the API explained, or a missing answer. */
export class Problem extends Error {
  constructor(
    /** The end of the problem's type: "invalid-credentials", "unknown-movie" and so on. */
    readonly kind: string,
    readonly status: number,
    detail: string,
  ) {
    super(detail);
    this.name = "Problem";
  }
}

/** The kind of a missing answer. */
export const unreachable = "unreachable";

/** Returns the problem that the body of an answer describes. */
export function problemOf(body: unknown, status: number): Problem {
  const { type, detail, title } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const kind = typeof type === "string" ? (type.split(":").at(-1) ?? "") : "";
  return new Problem(kind, status, String(detail ?? title ?? `HTTP ${status}`));
}
