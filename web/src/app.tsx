import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { comebacks, isDown } from "./api/connection";
import { loadService } from "./api/service";
import { session } from "./api/session";
import { PageHeader } from "./components/page-header";
import { Toasts } from "./components/toast";
import { t } from "./i18n";
import type { Text } from "./i18n/en";
import { movieOf, path, routes } from "./routing";
import { Explore } from "./screens/explore";
import { ForYou } from "./screens/for-you";
import { MoviePage } from "./screens/movie";
import { Newcomer } from "./screens/newcomer";
import { Operator } from "./screens/operator/operator";
import { Start } from "./screens/start";

interface Screen {
  readonly name: Text;
  readonly content: ComponentType;
}

const screens: Readonly<Record<string, Screen>> = {
  [routes.start]: { name: "nav.try", content: Start },
  [routes.newcomer]: { name: "start.new.title", content: Newcomer },
  [routes.forYou]: { name: "nav.forYou", content: ForYou },
  [routes.explore]: { name: "nav.explore", content: Explore },
  [routes.operator]: { name: "nav.operator", content: Operator },
};

const movieScreen: Screen = { name: "nav.explore", content: MoviePage };
const notFound: Screen = { name: "app.notFound", content: NotFound };
const open: readonly string[] = [routes.start, routes.newcomer];

// Whoever is not signed in signs in first, and then sees what the address names.
function screenAt(address: string, isSignedIn: boolean): Screen {
  const screen = movieOf(address) !== null ? movieScreen : (screens[address] ?? notFound);
  return isSignedIn || open.includes(address) || screen === notFound ? screen : { name: screen.name, content: Start };
}

/** The page. */
export function App() {
  const address = path.value;
  const { name, content: Content } = screenAt(address, session.value !== null);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  useEffect(() => void loadService().catch(() => undefined), [comebacks.value]);
  useEffect(() => {
    document.title = `${t(name)} – Recofilm`;
  });
  // A screen reader hears of a new screen by the focus going there.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [address, Content]);

  return (
    <>
      <a class="skip" href="#main">
        {t("app.skip")}
      </a>
      <PageHeader />
      <div class="banner" role="alert">
        {isDown.value && <p>{t("app.down")}</p>}
      </div>
      <main id="main" ref={main} tabIndex={-1}>
        <Content key={address} />
      </main>
      <footer class="page-foot">
        <a href="/docs">{t("app.docs")}</a>
        <span class="muted">{t("app.tagline")}</span>
      </footer>
      <Toasts />
    </>
  );
}

function NotFound() {
  return (
    <div class="state">
      <h1>{t("app.notFound")}</h1>
      <a class="button" href={routes.start}>
        {t("app.home")}
      </a>
    </div>
  );
}
