import { useId, useState } from "preact/hooks";
import { format, t } from "../i18n";

const shape = "M12 2.2l2.95 6.3 6.85.83-5.05 4.72 1.32 6.8L12 17.5l-6.07 3.35 1.32-6.8L2.2 9.33l6.85-.83z";

/** Stars that show a value, such as a prediction; without a label where the text beside them says it. */
export function Stars({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <span class="stars" {...(label === "" ? { "aria-hidden": "true" as const } : { role: "img" as const, "aria-label": label })}>
      <StarRow value={value} />
    </span>
  );
}

function StarRow({ value }: { readonly value: number }) {
  const id = useId();
  return (
    <svg viewBox="0 0 120 24" class="star-row" aria-hidden="true" focusable="false">
      <clipPath id={id}>
        <rect width={Math.max(0, Math.min(5, value)) * 24} height="24" />
      </clipPath>
      {[0, 1, 2, 3, 4].map((star) => (
        <path key={star} class="star-empty" d={shape} transform={`translate(${star * 24} 0)`} />
      ))}
      <g clip-path={`url(#${id})`}>
        {[0, 1, 2, 3, 4].map((star) => (
          <path key={star} class="star-full" d={shape} transform={`translate(${star * 24} 0)`} />
        ))}
      </g>
    </svg>
  );
}

interface StarInputProps {
  readonly title: string;
  readonly value: number | null;
  readonly onRate: (rating: number) => void;
}

const step = 0.5;

/**
 * Rates in half stars: by pointer, or as a slider by arrow keys, Home and End, and digits. By keyboard the rating is sent by
 * Enter or when the focus leaves, so that what is shown is what is set, and passing over values does not rate.
 */
export function StarInput({ title, value, onRate }: StarInputProps) {
  // The stars under the pointer, and those that the keys have chosen.
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const hint = useId();
  const set = chosen ?? value ?? 0;
  const shown = hovered ?? set;

  const valueAt = (event: MouseEvent): number => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    return Math.min(5, Math.max(step, Math.ceil((part * 5) / step) * step));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: set + step,
      ArrowUp: set + step,
      ArrowLeft: set - step,
      ArrowDown: set - step,
      PageUp: set + 1,
      PageDown: set - 1,
      Home: step,
      End: 5,
    };
    const next = /^[1-5]$/.test(event.key) ? Number(event.key) : moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setHovered(null);
      setChosen(Math.min(5, Math.max(step, next)));
    } else if ((event.key === "Enter" || event.key === " ") && set > 0) {
      event.preventDefault();
      rate(set);
    } else if (event.key === "Escape") {
      setChosen(null);
    }
  };
  const rate = (rating: number): void => {
    setHovered(null);
    setChosen(null);
    onRate(rating);
  };
  // Another window taking the focus is not the person leaving the stars.
  const onBlur = (): void => {
    if (chosen !== null && document.hasFocus()) rate(chosen);
  };

  return (
    <>
      <span
        class="star-input"
        role="slider"
        tabIndex={0}
        aria-label={t("card.rate", { title })}
        aria-describedby={hint}
        aria-valuemin={step}
        aria-valuemax={5}
        aria-valuenow={set === 0 ? step : set}
        aria-valuetext={set === 0 ? t("card.notRated") : t("card.stars", { stars: format.one(set) })}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
        onPointerMove={(event) => event.pointerType !== "touch" && setHovered(valueAt(event))}
        onPointerLeave={() => setHovered(null)}
        onClick={(event) => rate(valueAt(event))}
      >
        <StarRow value={shown} />
      </span>
      <span id={hint} class={chosen === null ? "star-hint unseen" : "star-hint"}>
        {t("card.starsHint")}
      </span>
    </>
  );
}
