import { useState } from "preact/hooks";
import { t } from "../i18n";

/** Shows a new user's key, the only time it is known. */
export function KeyNotice({ userId, userKey }: { readonly userId: number; readonly userKey: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(userKey);
    setCopied(true);
  };
  return (
    <details class="key-notice">
      <summary>{t("new.key.title")}</summary>
      <p>{t("new.key.lead", { user: userId })}</p>
      <p>
        <code>{userKey}</code>{" "}
        <button type="button" class="quiet" onClick={() => void copy()}>
          {isCopied ? t("new.key.copied") : t("new.key.copy")}
        </button>
      </p>
    </details>
  );
}
