import { effect, signal } from "@preact/signals";

/** The languages of the page. */
export type Language = "en" | "fr";
/** The looks of the page. */
export type Theme = "dark" | "light";

const root = document.documentElement;

// public/first-paint.js has read both before the first paint.
export const language = signal(root.lang as Language);
export const theme = signal(root.dataset["theme"] as Theme);

/** Chooses a language for this and later visits. */
export function chooseLanguage(value: Language): void {
  keep("language", value);
  language.value = value;
}

/** Chooses a look for this and later visits. */
export function chooseTheme(value: Theme): void {
  keep("theme", value);
  theme.value = value;
}

effect(() => {
  root.lang = language.value;
});
effect(() => {
  root.dataset["theme"] = theme.value;
});

// The page keeps only non-secrets beyond a reload. If the browser forbids storage, a choice lasts as long as the page.
function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}
