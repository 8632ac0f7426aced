import { t } from "../i18n";
import { routes } from "../routing";
import { Icon } from "./icon";
import { showToast } from "./toast";

/** Copies a link that shows these movies to anyone who opens it. */
export function ShareButton({ movieIds }: { readonly movieIds: readonly number[] }) {
  const share = (): void => {
    const link = new URL(routes.list(movieIds), location.origin).href;
    const failed = (): void => showToast(t("forYou.shareFailed", { link }));
    // Browsers offer the clipboard to pages of a secure origin only.
    if (navigator.clipboard) void navigator.clipboard.writeText(link).then(() => showToast(t("forYou.shared")), failed);
    else failed();
  };
  return (
    <button type="button" class="quiet" onClick={share}>
      <Icon name="share" />
      {t("forYou.share")}
    </button>
  );
}
