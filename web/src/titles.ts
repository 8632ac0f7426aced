const article = /^(.+), (The|A|An|Le|La|Les|L'|Un|Une|Der|Die|Das|El|Los|Las|Il|Lo|I|Gli|O|Os)( \(.*\))?$/;

/** A title as people read it: "Matrix, The" is "The Matrix". */
export function readable(title: string): string {
  const match = article.exec(title);
  if (!match) return title;
  const [, name = "", first = "", rest = ""] = match;
  return `${first}${first.endsWith("'") ? "" : " "}${name}${rest}`;
}

/** The title alone, without other titles in brackets, as on a poster. */
export function short(title: string): string {
  const beforeBrackets = title.replace(/ \(.*\)$/, "");
  return readable(beforeBrackets === "" ? title : beforeBrackets);
}
