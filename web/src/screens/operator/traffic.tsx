import { useEffect, useState } from "preact/hooks";
import { LineChart } from "../../components/line-chart";
import { TableScroll } from "../../components/table-scroll";
import { format, t } from "../../i18n";
import { readMetrics, type Snapshot, type Traffic as Span, trafficOf } from "./prometheus";

const interval = 5000;
// Ten minutes.
const most = 120;
const shownRoutes = 8;

// Outlives the screen, so that a person who returns finds the earlier measurements.
let kept: readonly Snapshot[] = [];

/** The rate, latency and failures of this instance's requests, from its own metrics. */
export function Traffic() {
  const [snapshots, setSnapshots] = useState(kept);
  const [isElsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      const answer = await fetch("/metrics", { signal: stop.signal, cache: "no-store" });
      if (!answer.ok) return setElsewhere(true);
      const snapshot = readMetrics(await answer.text(), Date.now());
      const isRestarted = totalOf(snapshot) < totalOf(kept.at(-1));
      kept = [...(isRestarted ? [] : kept), snapshot].slice(-most);
      setSnapshots(kept);
    };
    // An interruption shows as a gap.
    const lookSafely = (): void => void look().catch(() => undefined);
    lookSafely();
    const timer = setInterval(lookSafely, interval);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);

  const now = snapshots.at(-1);
  return (
    <section id="traffic">
      <h2>{t("operator.traffic")}</h2>
      {isElsewhere ? <p class="muted">{t("operator.traffic.none")}</p> : now && <Charts snapshots={snapshots} now={now} />}
    </section>
  );
}

function Charts({ snapshots, now }: { readonly snapshots: readonly Snapshot[]; readonly now: Snapshot }) {
  const all = trafficOf(now, null);
  const spans = snapshots.slice(1).map((snapshot, index) => {
    const before = snapshots[index]!;
    return { at: snapshot.at, seconds: (snapshot.at - before.at) / 1000, ...trafficOf(snapshot, before) };
  });
  return (
    <>
      <p>
        {t("operator.traffic.total", {
          count: format.whole(all.count),
          median: milliseconds(all.quantile(0.5)),
          p95: milliseconds(all.quantile(0.95)),
          failed: format.finePercent(all.failed),
        })}
      </p>
      {spans.length < 2 ? (
        <p class="muted">{t("operator.traffic.waiting")}</p>
      ) : (
        <div class="charts">
          <Chart name="requests" spans={spans} value={(span) => span.count / span.seconds} />
          <Chart name="p95" spans={spans} value={(span) => (span.count === 0 ? 0 : span.quantile(0.95) * 1000)} />
          <Chart name="failed" spans={spans} value={(span) => span.failed * 100} />
        </div>
      )}
      <Routes now={now} />
    </>
  );
}

type Timed = Span & { readonly at: number; readonly seconds: number };

interface ChartProps {
  readonly name: "requests" | "p95" | "failed";
  readonly spans: readonly Timed[];
  readonly value: (span: Timed) => number;
}

function Chart({ name, spans, value }: ChartProps) {
  const points = spans.map((span, index) => ({
    key: String(span.at),
    value: value(span),
    marked: index === spans.length - 1,
    title: `${format.moment(new Date(span.at).toISOString())}: ${format.one(value(span))}`,
  }));
  const title = t(`operator.traffic.${name}`);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <LineChart
        label={t("operator.chart", { metric: title, count: points.length, latest: format.one(points.at(-1)!.value) })}
        points={points}
        format={format.one}
        fromZero
      />
      <p class="muted means">{t(`operator.traffic.${name}.means`)}</p>
    </figure>
  );
}

function Routes({ now }: { readonly now: Snapshot }) {
  const names = [...new Set(now.routes.map((one) => one.route))];
  const routes = names
    .map((name) => ({ name, ...trafficOf(now, null, (route) => route === name) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, shownRoutes);
  return (
    <TableScroll label={t("operator.traffic")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("operator.traffic.route")}</th>
            {(["count", "p95", "failed"] as const).map((name) => (
              <th key={name} scope="col" class="number">
                {t(`operator.traffic.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {routes.map((route) => (
            <tr key={route.name}>
              <th scope="row">
                <code>{route.name}</code>
              </th>
              <td class="number">{format.whole(route.count)}</td>
              <td class="number">{milliseconds(route.quantile(0.95))}</td>
              <td class="number">{format.one(route.failed * 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

const milliseconds = (seconds: number): string => format.whole(seconds * 1000);
const totalOf = (snapshot: Snapshot | undefined): number => snapshot?.routes.reduce((sum, one) => sum + one.count, 0) ?? 0;
