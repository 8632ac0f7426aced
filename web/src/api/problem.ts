/** An error that the API explained, or that kept it from answering. */
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

/** The kind of a problem that is no answer at all. */
export const unreachable = "unreachable";

/** What went wrong, by the body of an answer. */
export function problemOf(body: unknown, status: number): Problem {
  const { type, detail, title } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const kind = typeof type === "string" ? (type.split(":").at(-1) ?? "") : "";
  return new Problem(kind, status, String(detail ?? title ?? `HTTP ${status}`));
}
