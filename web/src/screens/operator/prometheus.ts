/** The program's counters of one route and status until now. */
interface RouteCount {
  readonly route: string;
  readonly status: number;
  count: number;
  /** Requests answered within a time, by the time in seconds. */
  readonly within: Map<number, number>;
}

/** The program's counters at one moment. */
export interface Snapshot {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly routes: readonly RouteCount[];
}

/** The traffic of a span of time. */
export interface Traffic {
  readonly count: number;
  /** The share of answers with status 500 and above. */
  readonly failed: number;
  /** The time in seconds within which a share of the requests was answered. */
  readonly quantile: (share: number) => number;
}

const histogram = "http_server_request_duration_seconds_bucket";

/** Reads the counters of requests from Prometheus' text format. */
export function readMetrics(text: string, at: number): Snapshot {
  const routes = new Map<string, RouteCount>();
  for (const line of text.split("\n")) {
    const [, labels, value] = line.startsWith(histogram) ? (/\{(.*)\}\s+(\S+)/.exec(line) ?? []) : [];
    if (labels === undefined || value === undefined) continue;
    const label = Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, content]) => [name, content]),
    );
    const route = `${label["http_request_method"] ?? ""} ${label["http_route"] ?? "–"}`;
    const status = Number(label["http_response_status_code"]);
    const key = `${route} ${status}`;
    const known = routes.get(key) ?? { route, status, count: 0, within: new Map<number, number>() };
    routes.set(key, known);
    const bound = label["le"] === "+Inf" ? Infinity : Number(label["le"]);
    known.within.set(bound, (known.within.get(bound) ?? 0) + Number(value));
    known.count = known.within.get(Infinity) ?? known.count;
  }
  return { at, routes: [...routes.values()] };
}

/** The traffic between two moments, or since the program started. */
export function trafficOf(now: Snapshot, before: Snapshot | null, isWanted: (route: string) => boolean = () => true): Traffic {
  const within = new Map<number, number>();
  let [count, failures] = [0, 0];
  for (const route of now.routes.filter((one) => isWanted(one.route))) {
    const past = before?.routes.find((one) => one.route === route.route && one.status === route.status);
    const fresh = route.count - (past?.count ?? 0);
    count += fresh;
    if (route.status >= 500) failures += fresh;
    for (const [bound, total] of route.within)
      within.set(bound, (within.get(bound) ?? 0) + total - (past?.within.get(bound) ?? 0));
  }
  const bounds = [...within.keys()].sort((a, b) => a - b);
  return { count, failed: count === 0 ? 0 : failures / count, quantile: (share) => quantileOf(bounds, within, share * count) };
}

// Within a bucket the times are taken to be evenly spread, as Prometheus' histogram_quantile does.
function quantileOf(bounds: readonly number[], within: ReadonlyMap<number, number>, rank: number): number {
  const index = bounds.findIndex((bound) => (within.get(bound) ?? 0) >= rank);
  const [upper, lower] = [bounds[index] ?? 0, bounds[index - 1] ?? 0];
  if (upper === Infinity) return lower;
  const [below, total] = [index > 0 ? (within.get(lower) ?? 0) : 0, within.get(upper) ?? 0];
  return total > below ? lower + ((upper - lower) * (rank - below)) / (total - below) : upper;
}
