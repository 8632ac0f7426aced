/** A movie's title for people, and the title it has elsewhere. */
export interface Title {
  readonly name: string;
  /** The original or another title, if there is one that differs. */
  readonly original: string | null;
}

interface Titled {
  readonly title: string;
  readonly original_title?: string | null;
}

const article = /^(.+), (The|A|An|Le|La|Les|L'|Un|Une|Der|Die|Das|El|Los|Las|Il|Lo|I|Gli|O|Os)$/i;
const bracketed = /^(.+?) \((?:a\.?k\.?a\.? )?([^()]+)\)$/i;
// Brackets after these belong to the title: "Birdman: Or (The Unexpected Virtue of Ignorance)".
const unfinished = /(?:\b(?:or|and)|[:&–-])$/i;

/** Splits a title as catalogues write it: "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il)". */
export function titleOf({ title, original_title = null }: Titled): Title {
  if (original_title !== null) return { name: articleFirst(title), original: original_title === title ? null : original_title };
  // "City of Lost Children, The (a.k.a. …) (Cité des enfants perdus, La)": the last brackets have the original.
  const [, rest = title, inBrackets = null] = bracketed.exec(title) ?? [];
  if (inBrackets === null || unfinished.test(rest)) return { name: articleFirst(title), original: null };
  return { name: titleOf({ title: rest }).name, original: articleFirst(inBrackets) };
}

/** The title for people alone. */
export const readable = (title: string): string => titleOf({ title }).name;

// "Matrix, The" is "The Matrix".
function articleFirst(title: string): string {
  const [, name = title, first = ""] = article.exec(title) ?? [];
  if (first === "") return name;
  return `${first[0]!.toUpperCase()}${first.slice(1)}${first.endsWith("'") ? "" : " "}${name}`;
}
