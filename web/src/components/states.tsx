import { useEffect } from "preact/hooks";
import type { Problem } from "../api/problem";
import { t } from "../i18n";

const patience = 3000;

/** What is shown instead of something that could not be had. */
export function ProblemState({ problem, retry }: { readonly problem: Problem; readonly retry: () => void }) {
  const waits = problem.kind === "model-not-loaded";
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(retry, patience);
    return () => clearTimeout(timer);
  }, [problem]);

  return (
    <div class="state" role={waits ? "status" : "alert"}>
      <p>{waits ? t("state.noModel") : problem.status === 429 || problem.kind === "overloaded" ? t("state.overloaded") : t("state.error", { detail: problem.message })}</p>
      <button type="button" onClick={retry}>
        {t("state.retry")}
      </button>
    </div>
  );
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ text, action, onAction }: { readonly text: string; readonly action?: string; readonly onAction?: () => void }) {
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

/** Places for cards that are on their way, as large as the cards, so that nothing moves when they come. */
export function CardSkeletons({ count }: { readonly count: number }) {
  return (
    <ul class="cards" aria-busy="true" aria-label={t("state.loading")}>
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class="card skeleton">
          <div class="poster" />
          <div class="card-text" />
        </li>
      ))}
    </ul>
  );
}
