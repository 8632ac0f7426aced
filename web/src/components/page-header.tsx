import { session, signOut } from "../api/session";
import { t } from "../i18n";
import { chooseLanguage, chooseTheme, language, theme } from "../preferences";
import { movieOf, navigate, path, routes } from "../routing";

/** The name, the ways through the page, and how it looks. */
export function PageHeader() {
  const user = session.value;
  const other = theme.value === "dark" ? "light" : "dark";
  return (
    <header class="page-head">
      <a class="brand" href={routes.start}>
        Recofilm
      </a>
      {user && (
        <nav aria-label={t("app.navigation")}>
          <Link to={routes.forYou} text={t("nav.forYou")} />
          <Link to={routes.explore} text={t("nav.explore")} current={movieOf(path.value) !== null} />
          {user.role === "operator" && <Link to={routes.operator} text={t("nav.operator")} />}
        </nav>
      )}
      <div class="page-tools">
        <button type="button" class="quiet" lang={language.value === "en" ? "fr" : "en"} onClick={() => chooseLanguage(language.value === "en" ? "fr" : "en")}>
          {t("app.language")}
        </button>
        <button type="button" class="quiet icon" aria-label={t(`app.theme.${other}`)} title={t(`app.theme.${other}`)} onClick={() => chooseTheme(other)}>
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            {other === "light" ? <path d="M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM12 1v3M12 20v3M1 12h3M20 12h3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1" /> : <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />}
          </svg>
        </button>
        {user && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              signOut();
              navigate(routes.start);
            }}
          >
            <span class="wide-only">{t("app.signedInAs", { user: user.userId })} · </span>
            {t("app.signOut")}
          </button>
        )}
      </div>
    </header>
  );
}

function Link({ to, text, current = false }: { readonly to: string; readonly text: string; readonly current?: boolean }) {
  return (
    <a href={to} aria-current={current || path.value === to ? "page" : undefined}>
      {text}
    </a>
  );
}
