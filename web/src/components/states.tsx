import { useEffect } from "preact/hooks";
import { type Problem, unreachable } from "recofilm-client";
import { t } from "../i18n";
import { explain } from "../i18n/problems";

const retryInterval = 3000;

/** The message in place of data that could not be loaded. */
export function ProblemState({ problem, retry }: { readonly problem: Problem; readonly retry: () => void }) {
  const waits = problem.kind === "model-not-loaded";
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(retry, retryInterval);
    return () => clearTimeout(timer);
  }, [problem]);

  // The banner says that the program does not answer; when it does, this loads again.
  if (problem.kind === unreachable) return <p class="state muted">{t("state.waiting")}</p>;
  return (
    <div class="state" role={waits ? "status" : "alert"}>
      <p>{explain(problem)}</p>
      <button type="button" onClick={retry}>
        {t("state.retry")}
      </button>
    </div>
  );
}

/** An empty list, with a suggestion. */
export function EmptyState({
  text,
  action,
  onAction,
}: {
  readonly text: string;
  readonly action?: string;
  readonly onAction?: () => void;
}) {
  return (
    <div class="state">
      <p>{text}</p>
      {action && (
        <button type="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}

/** Placeholders for cards that are loading, as large as the cards, so that nothing moves when they appear. */
export function CardSkeletons({ count, kind = "" }: { readonly count: number; readonly kind?: string }) {
  return (
    <ul class={`cards ${kind}`} aria-busy="true" aria-label={t("state.loading")}>
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class={kind === "with-pick" && index === 0 ? "card pick skeleton" : "card skeleton"}>
          <div class="poster" />
          <div class="card-text" />
        </li>
      ))}
    </ul>
  );
}
