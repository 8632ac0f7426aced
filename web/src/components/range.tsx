import { useId } from "preact/hooks";

interface RangeProps {
  readonly label: string;
  readonly low: string;
  readonly high: string;
  readonly value: number;
  readonly valueText: string;
  readonly onInput: (value: number) => void;
}

/** A slider from 0 to 1 with labelled ends. */
export function Range({ label, low, high, value, valueText, onInput }: RangeProps) {
  const id = useId();
  return (
    <div class="range">
      <label for={id}>
        {label} <output for={id}>{valueText}</output>
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={value}
        aria-valuetext={valueText}
        onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
      />
      <div class="range-ends" aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
