interface IntervalBarProps {
  readonly kind: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
}

const [width, height] = [150, 12];

/** A value within its range, on a scale; the figures stand beside it. */
export function IntervalBar({ kind, value, low, high, from, to }: IntervalBarProps) {
  const x = (at: number): number => 5 + ((at - from) / (to - from || 1)) * (width - 10);
  return (
    <svg class={`interval ${kind}`} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <line x1={0} x2={width} y1={height / 2} y2={height / 2} class="chart-grid" />
      <line x1={x(low)} x2={x(high)} y1={height / 2} y2={height / 2} class="interval-range" />
      <circle cx={x(value)} cy={height / 2} r={4.5} class="interval-value" />
    </svg>
  );
}
