/** A title broken into lines of one size. */
export interface SetTitle {
  readonly lines: readonly string[];
  readonly size: number;
}

// The mean width of a capital of the poster face, as a part of its size.
const letter = 0.41;
const widest = 0.6;
const narrow = /[IJ1.,:;'!| -]/;
const largest = 44;
const smallest = 15;

const widthOf = (line: string): number =>
  [...line].reduce(
    (sum, character) => sum + (narrow.test(character) ? 0.2 : /[MWÆŒ@%]/.test(character) ? widest - 0.05 : letter),
    0,
  );

/** Sets a title as large as it fits into a width with a few lines. */
export function setTitle(title: string, width: number, maxLines: number): SetTitle {
  const words = title.toUpperCase().split(/\s+/).filter(Boolean);
  for (let size = largest; size > smallest; size--) {
    const lines = breakLines(words, width / size);
    if (lines !== null && lines.length <= linesAt(size, maxLines)) return { lines, size };
  }
  return { lines: forceLines(words, width / smallest, maxLines + 1), size: smallest };
}

// Large type may use fewer lines than small type: the block keeps its height.
const linesAt = (size: number, maxLines: number): number => Math.min(maxLines, Math.floor(132 / size));

function breakLines(words: readonly string[], limit: number): string[] | null {
  const lines: string[] = [];
  for (const word of words) {
    if (widthOf(word) > limit) return null;
    const joined = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && widthOf(joined) <= limit) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

function forceLines(words: readonly string[], limit: number, maxLines: number): string[] {
  const cut = words.map((word) => (widthOf(word) > limit ? `${word.slice(0, Math.floor(limit / letter) - 1)}-` : word));
  const lines = breakLines(cut, limit) ?? cut;
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), `${lines[maxLines - 1]}…`];
}
