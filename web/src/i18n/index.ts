import { computed } from "@preact/signals";
import { language } from "../preferences";
import { en, type Text, type Words } from "./en";
import { fr } from "./fr";
import { genresInFrench } from "./genres";

const words: Readonly<Record<typeof language.value, Words>> = { en, fr };

/** A sentence of the page in the chosen language; {name} stands for what is put in. */
export function t(text: Text, values: Readonly<Record<string, string | number>> = {}): string {
  return words[language.value][text].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A genre in the chosen language. */
export const genreName = (genre: string): string => (language.value === "fr" ? (genresInFrench[genre] ?? genre) : genre);

const numbers = computed(() => ({
  whole: new Intl.NumberFormat(language.value, { maximumFractionDigits: 0 }),
  one: new Intl.NumberFormat(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  precise: new Intl.NumberFormat(language.value, { minimumFractionDigits: 4, maximumFractionDigits: 4 }),
  percent: new Intl.NumberFormat(language.value, { style: "percent", maximumFractionDigits: 0 }),
  moment: new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }),
}));

/** Numbers and times as the chosen language writes them. */
export const format = {
  whole: (value: number): string => numbers.value.whole.format(value),
  one: (value: number): string => numbers.value.one.format(value),
  precise: (value: number): string => numbers.value.precise.format(value),
  percent: (value: number): string => numbers.value.percent.format(value),
  moment: (value: string): string => numbers.value.moment.format(new Date(value)),
};
