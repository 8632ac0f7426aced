import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { comebacks, isDown } from "./api/connection";
import { loadService, service } from "./api/service";
import { session } from "./api/session";
import { followFirstModel } from "./components/first-model";
import { later, onceIdle } from "./components/later";
import { PageHeader } from "./components/page-header";
import { Toasts } from "./components/toast";
import { t } from "./i18n";
import type { Text } from "./i18n/en";
import { listOf, movieOf, path, routes } from "./routing";
import { Start } from "./screens/start";

interface Screen {
  readonly name: Text;
  readonly content: ComponentType;
}

// Only the start page comes with the first file: a phone shows it sooner. The others load while somebody reads it.
const viewing = {
  Explore: later(() => import("./screens/explore").then((module) => module.Explore)),
  ForYou: later(() => import("./screens/for-you").then((module) => module.ForYou)),
  MoviePage: later(() => import("./screens/movie").then((module) => module.MoviePage)),
  Newcomer: later(() => import("./screens/newcomer").then((module) => module.Newcomer)),
  OwnMovies: later(() => import("./screens/own-movies").then((module) => module.OwnMovies)),
  SharedList: later(() => import("./screens/shared-list").then((module) => module.SharedList)),
};

const screens: Readonly<Record<string, Screen>> = {
  [routes.start]: { name: "nav.try", content: Start },
  [routes.newcomer]: { name: "start.new.title", content: viewing.Newcomer },
  [routes.forYou]: { name: "nav.forYou", content: viewing.ForYou },
  [routes.explore]: { name: "nav.explore", content: viewing.Explore },
  [routes.ratings]: { name: "nav.ratings", content: viewing.OwnMovies },
  [routes.dismissed]: { name: "nav.ratings", content: viewing.OwnMovies },
  [routes.operator]: {
    name: "nav.operator",
    content: later(() => import("./screens/operator/operator").then((module) => module.Operator)),
  },
  [routes.docs]: { name: "app.docs", content: later(() => import("./screens/docs/docs").then((module) => module.Docs)) },
};

const movieScreen: Screen = { name: "nav.explore", content: viewing.MoviePage };
const listScreen: Screen = { name: "list.title", content: viewing.SharedList };
const notFound: Screen = { name: "app.notFound", content: NotFound };
const open: readonly string[] = [routes.start, routes.newcomer, routes.docs];

// A person who is not signed in signs in first, and then sees the page of the address.
function screenAt(address: string, isSignedIn: boolean): Screen {
  const screen = movieOf(address) !== null ? movieScreen : listOf(address) !== null ? listScreen : (screens[address] ?? notFound);
  return isSignedIn || open.includes(address) || screen === notFound ? screen : { name: screen.name, content: Start };
}

/** The page. */
export function App() {
  const address = path.value;
  const { name, content: Content } = screenAt(address, session.value !== null);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  useEffect(() => void loadService().catch(() => undefined), [comebacks.value]);
  useEffect(() => onceIdle(() => Object.values(viewing).forEach((screen) => screen.prepare())), []);
  useEffect(followFirstModel, [service.value?.model_kind]);
  useEffect(() => {
    document.title = `${t(name)} – Recofilm`;
  });
  // Moving the focus makes a screen reader announce the new screen.
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
