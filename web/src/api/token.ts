/** The claims that the page reads of an access token; only the program can check one. */
export interface TokenClaims {
  readonly userId: number;
  readonly role: "user" | "operator";
}

/** Reads the claims of an access token. */
export function readClaims(token: string): TokenClaims {
  const payload = token.split(".")[1] ?? "";
  const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as { sub: string; role: string };
  return { userId: Number(claims.sub), role: claims.role === "operator" ? "operator" : "user" };
}
