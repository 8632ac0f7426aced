import { useState } from "preact/hooks";
import { api, body, type Schema } from "../api/client";
import { Problem } from "recofilm-client";
import { isDown } from "../api/connection";
import { service } from "../api/service";
import { sessionEnded, session, signIn } from "../api/session";
import { useLoaded } from "../components/use-loaded";
import { format, genreName, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { explain } from "../i18n/problems";
import { addressAfterSignIn, navigate, path, routes } from "../routing";
import { PosterWall } from "./poster-wall";

// As many placeholders as users will appear, so that nothing moves.
const expected = 6;

/** Try it: the ways to sign in. */
export function Start() {
  const status = service.value;
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (userId: number, key?: string): Promise<void> => {
    setProblem(null);
    try {
      await signIn(userId, key);
      const own = session.value?.role === "operator" ? routes.operator : routes.forYou;
      if (path.value === routes.start) navigate(addressAfterSignIn(own));
      // The address stays, and its page now appears, scrolled to the top.
      else scrollTo(0, 0);
    } catch (error) {
      setProblem(explainSignIn(error));
    }
  };

  return (
    <>
      <section class="hero">
        <div class="hero-text">
          <h1>{t("start.title")}</h1>
          <p class="lead">{t("start.lead")}</p>
          <NewcomerLink open={status?.open_registration ?? true} />
          <p class="muted counts">{status ? countsOf(status) : "\u00a0"}</p>
        </div>
        <PosterWall />
      </section>
      {sessionEnded.value && (
        <p class="notice" role="alert">
          {t("start.ended")}
        </p>
      )}
      <div class={status === null && !isDown.value ? "ways waiting" : "ways"}>
        {(status?.sample_users ?? true) && (
          <SampleUsers isSimulated={isSimulated(status)} onChoose={(userId) => void enter(userId)} />
        )}
        <KeyForm problem={problem} onSubmit={(userId, key) => void enter(userId, key)} onInvalid={setProblem} />
      </div>
    </>
  );
}

type Status = Schema<"ServiceStatus">;

// The page must say that the sample's ratings are simulated.
const isSimulated = (status: Status | null): boolean => status?.simulated_ratings ?? false;

function countsOf(status: Status): string {
  if (!status.counts) return t("start.noModel");
  const { movies, users, ratings } = status.counts;
  return t(isSimulated(status) ? "start.counts.simulated" : "start.counts", {
    movies: format.whole(movies),
    users: format.whole(users),
    ratings: format.whole(ratings),
  });
}

function explainSignIn(error: unknown): string {
  if (error instanceof Problem && error.kind === "invalid-parameter") return t("problem.invalid-credentials");
  return explain(error);
}

function NewcomerLink({ open }: { readonly open: boolean }) {
  return open ? (
    <a class="button primary" href={routes.newcomer}>
      {t("start.new.submit")}
    </a>
  ) : (
    <p class="muted">{t("start.new.closed")}</p>
  );
}

interface SampleUsersProps {
  readonly isSimulated: boolean;
  readonly onChoose: (userId: number) => void;
}

function SampleUsers({ isSimulated, onChoose }: SampleUsersProps) {
  const samples = useLoaded("samples", () => body(api.GET("/sample_users")));
  return (
    <section class="way samples">
      <h2>{t("start.sample.title")}</h2>
      <p>{t("start.sample.lead")}</p>
      <ul>
        {samples.value === null
          ? Array.from({ length: expected }, (_, index) => <li key={index} class="expected" />)
          : samples.value.users.map((user) => (
              <li key={user.user_id}>
                <button type="button" onClick={() => onChoose(user.user_id)}>
                  <SampleUser user={user} />
                </button>
              </li>
            ))}
      </ul>
      {isSimulated && <p class="muted">{t("start.sample.simulated")}</p>}
    </section>
  );
}

function SampleUser({ user }: { readonly user: Schema<"SampleUser"> }) {
  const isOperator = user.role === "operator";
  return (
    <>
      <strong>{isOperator ? t("start.sample.operator") : t("start.sample.user", { user: user.user_id })}</strong>
      <span>{isOperator ? t("start.sample.operatorHint") : genresOf(user.genres).map(genreName).join(" · ")}</span>
      {!isOperator && <small>{t("start.sample.ratings", { count: format.whole(user.ratings) })}</small>}
    </>
  );
}

interface KeyFormProps {
  readonly problem: string | null;
  readonly onSubmit: (userId: number, key: string) => void;
  readonly onInvalid: (problem: string) => void;
}

function KeyForm({ problem, onSubmit, onInvalid }: KeyFormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const userId = Number(fields.get("user"));
    if (!Number.isInteger(userId) || userId < 1) onInvalid(t("start.key.number"));
    else onSubmit(userId, String(fields.get("key")));
  };
  return (
    <section class="way">
      <h2>{t("start.key.title")}</h2>
      <form onSubmit={submit} noValidate>
        <label>
          {t("start.key.user")}
          <input name="user" inputMode="numeric" autocomplete="username" required aria-describedby="sign-in-problem" />
        </label>
        <label>
          {t("start.key.key")}
          <input name="key" type="password" autocomplete="current-password" required aria-describedby="sign-in-problem" />
        </label>
        <p id="sign-in-problem" class="problem" role="alert">
          {problem}
        </p>
        <button type="submit">{t("start.key.submit")}</button>
      </form>
    </section>
  );
}
