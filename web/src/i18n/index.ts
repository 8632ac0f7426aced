import { computed } from "@preact/signals";
import { language } from "../preferences";
import { en, type Text, type Words } from "./en";
import { fr } from "./fr";
import { genresInEnglish, genresInFrench } from "./genres";

const genreNames: Readonly<Record<typeof language.value, Readonly<Record<string, string>>>> = {
  en: genresInEnglish,
  fr: genresInFrench,
};
const words: Readonly<Record<typeof language.value, Words>> = { en, fr };

/** A sentence of the page in the chosen language; {name} is a placeholder. */
export function t(text: Text, values: Readonly<Record<string, string | number>> = {}): string {
  return words[language.value][text].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A genre in the chosen language. */
export const genreName = (genre: string): string => genreNames[language.value][genre] ?? genre;

const shapes = {
  whole: { maximumFractionDigits: 0 },
  one: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
  two: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  three: { minimumFractionDigits: 3, maximumFractionDigits: 3 },
  precise: { minimumFractionDigits: 4, maximumFractionDigits: 4 },
  percent: { style: "percent", maximumFractionDigits: 0 },
  finePercent: { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 },
} satisfies Record<string, Intl.NumberFormatOptions>;

// A format takes a phone several milliseconds to make, so each is made when it is first needed.
const formats = computed(() => ({ language: language.value, made: new Map<string, unknown>() }));

function made<T>(name: string, make: (language: string) => T): T {
  const { language, made } = formats.value;
  if (!made.has(name)) made.set(name, make(language));
  return made.get(name) as T;
}

const number = (shape: keyof typeof shapes) => (value: number): string =>
  made(shape, (language) => new Intl.NumberFormat(language, shapes[shape])).format(value);

const time = (name: string, shape: Intl.DateTimeFormatOptions) => (value: string): string =>
  made(name, (language) => new Intl.DateTimeFormat(language, shape)).format(new Date(value));

/** Numbers and times as the chosen language writes them. */
export const format = {
  whole: number("whole"),
  one: number("one"),
  two: number("two"),
  three: number("three"),
  precise: number("precise"),
  percent: number("percent"),
  finePercent: number("finePercent"),
  day: time("day", { dateStyle: "medium" }),
  moment: time("moment", { dateStyle: "medium", timeStyle: "short" }),
  /** "Drama, Comedy or War". */
  anyOf: (values: readonly string[]): string =>
    made("list", (language) => new Intl.ListFormat(language, { type: "disjunction" })).format(values),
};
