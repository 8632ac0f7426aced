import { effect, signal } from "@preact/signals";

/** The languages of the page. */
export type Language = "en" | "fr";
/** The looks of the page. */
export type Theme = "dark" | "light";

// The page keeps only non-secrets beyond a reload. If the browser forbids storage, a choice lasts as long as the page.
const stored = {
  read(name: string): string | null {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  write(name: string, value: string): void {
    try {
      localStorage.setItem(name, value);
    } catch {
      return;
    }
  },
};

function firstLanguage(): Language {
  const wanted = stored.read("language") ?? navigator.language;
  return wanted.toLowerCase().startsWith("fr") ? "fr" : "en";
}

function firstTheme(): Theme {
  const wanted = stored.read("theme");
  if (wanted === "dark" || wanted === "light") return wanted;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export const language = signal<Language>(firstLanguage());
export const theme = signal<Theme>(firstTheme());

/** Chooses a language for this and later visits. */
export function chooseLanguage(value: Language): void {
  stored.write("language", value);
  language.value = value;
}

/** Chooses a look for this and later visits. */
export function chooseTheme(value: Theme): void {
  stored.write("theme", value);
  theme.value = value;
}

effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
});
