import { Problem } from "recofilm-client";
import { t } from ".";
import { en, type Text } from "./en";

/** Describes a problem in the chosen language: by its type, else by its status. The API's own details are English. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t("problem.page");
  const text = `problem.${error.kind}`;
  if (text in en) return t(text as Text);
  return error.status >= 500 ? t("problem.internal-error") : t("problem.other", { status: error.status });
}
