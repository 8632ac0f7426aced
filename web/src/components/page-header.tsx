import { session, signOut } from "../api/session";
import { t } from "../i18n";
import { chooseLanguage, chooseTheme, language, theme } from "../preferences";
import { movieOf, navigate, path, routes } from "../routing";
import { Icon } from "./icon";

/** The name, the navigation, and the choice of look and language. */
export function PageHeader() {
  const user = session.value;
  const otherTheme = theme.value === "dark" ? "light" : "dark";
  const otherLanguage = language.value === "en" ? "fr" : "en";
  const leave = (): void => {
    signOut();
    navigate(routes.start);
  };
  return (
    <header class="page-head">
      <a class="brand" href={routes.start}>
        Recofilm
      </a>
      {user && (
        <nav aria-label={t("app.navigation")}>
          <Link to={routes.forYou} text={t("nav.forYou")} />
          <Link to={routes.explore} text={t("nav.explore")} current={movieOf(path.value) !== null} />
          <Link to={routes.ratings} text={t("nav.ratings")} current={path.value === routes.dismissed} />
          {user.role === "operator" && <Link to={routes.operator} text={t("nav.operator")} />}
        </nav>
      )}
      <div class="page-tools">
        {user && <span class="muted who">{t("app.signedInAs", { user: user.userId })}</span>}
        <button type="button" class="quiet" lang={otherLanguage} onClick={() => chooseLanguage(otherLanguage)}>
          {t("app.language")}
        </button>
        <button
          type="button"
          class="quiet icon"
          aria-label={t(`app.theme.${otherTheme}`)}
          title={t(`app.theme.${otherTheme}`)}
          onClick={() => chooseTheme(otherTheme)}
        >
          <Icon name={otherTheme === "light" ? "sun" : "moon"} />
        </button>
        {user && (
          <button type="button" class="quiet leave" aria-label={t("app.signOut")} title={t("app.signOut")} onClick={leave}>
            <Icon name="leave" />
            <span class="wide-only">{t("app.signOut")}</span>
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
