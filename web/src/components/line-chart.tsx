interface LineChartProps {
  readonly label: string;
  readonly points: readonly {
    readonly key: string;
    readonly value: number;
    readonly marked: boolean;
    readonly title: string;
  }[];
  readonly format: (value: number) => string;
  /** Whether the scale begins at 0, for amounts that can be zero. */
  readonly fromZero?: boolean;
}

const [width, height, left, right, top, bottom] = [320, 150, 56, 12, 12, 12];
// More points would hide their line.
const mostDots = 24;

/** A line over equally spaced points, at least two; its label has the latest value for screen readers. */
export function LineChart({ label, points, format, fromZero = false }: LineChartProps) {
  const values = points.map((point) => point.value);
  const [low, high] = fromZero ? [0, Math.max(1e-9, ...values) * 1.15] : padded(Math.min(...values), Math.max(...values));
  const x = (index: number): number => left + (index * (width - left - right)) / Math.max(1, points.length - 1);
  const y = (value: number): number => height - bottom - ((value - low) / (high - low)) * (height - top - bottom);
  const ticks = fromZero ? [0, high / 2, high / 1.15] : [low + (high - low) * 0.1, (low + high) / 2, high - (high - low) * 0.1];
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="chart-grid" x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
          <text class="chart-tick" x={left - 8} y={y(tick) + 3.5} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <polyline
        class="chart-line"
        points={points.map((point, index) => `${x(index).toFixed(1)},${y(point.value).toFixed(1)}`).join(" ")}
      />
      {points.map(
        (point, index) =>
          (points.length <= mostDots || point.marked) && (
            <circle
              key={point.key}
              class={point.marked ? "chart-point marked" : "chart-point"}
              cx={x(index)}
              cy={y(point.value)}
              r={point.marked ? 5 : 3.5}
            >
              <title>{point.title}</title>
            </circle>
          ),
      )}
    </svg>
  );
}

function padded(low: number, high: number): [number, number] {
  const margin = high > low ? (high - low) * 0.2 : Math.max(Math.abs(high) * 0.02, 1e-4);
  return [low - margin, high + margin];
}
