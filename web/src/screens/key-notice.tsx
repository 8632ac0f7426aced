import { useState } from "preact/hooks";
import { keyIsKept, newKey, session } from "../api/session";
import { t } from "../i18n";

/** Shows a new user's key, and asks to keep it, until the person confirms that it is kept. */
export function KeyNotice() {
  const [isCopied, setCopied] = useState(false);
  const key = newKey.value;
  if (key === null) return null;
  // The key is on the screen, also for browsers that forbid copying.
  const copy = (): void => void navigator.clipboard.writeText(key).then(() => setCopied(true), () => undefined);
  return (
    <section class="key-notice" aria-label={t("new.key.title")}>
      <div>
        <h2>{t("new.key.title")}</h2>
        <p>{t("new.key.lead", { user: session.value?.userId ?? "" })}</p>
        <code>{key}</code>
      </div>
      <div class="actions">
        <button type="button" class="primary" onClick={copy}>
          {isCopied ? t("new.key.copied") : t("new.key.copy")}
        </button>
        <button type="button" class="quiet" onClick={keyIsKept}>
          {t("new.key.kept")}
        </button>
      </div>
    </section>
  );
}
