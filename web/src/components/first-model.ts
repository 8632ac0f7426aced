import { comebacks } from "../api/connection";
import { loadService, service } from "../api/service";
import { t } from "../i18n";
import { showToast } from "./toast";

const pollInterval = 5_000;
let wasFirst = false;

/** Announces that a first model serves, waits for the fully trained one, and announces that, too. */
export function followFirstModel(): (() => void) | undefined {
  const isFirst = service.value?.model_kind === "first";
  if (isFirst !== wasFirst) showToast(t(isFirst ? "app.firstModel" : "app.fullModel"));
  // The lists that are shown are the first model's.
  if (wasFirst && !isFirst) comebacks.value++;
  wasFirst = isFirst;
  if (!isFirst) return undefined;
  const timer = setInterval(() => void loadService().catch(() => undefined), pollInterval);
  return () => clearInterval(timer);
}
