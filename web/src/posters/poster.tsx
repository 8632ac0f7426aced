import { useMemo } from "preact/hooks";
import { setTitle } from "./lines";
import { motifsOf } from "./motifs";
import { mostTelling, palettesOf } from "./palette";
import { hashOf, SeededRandom } from "./random";

interface PosterProps {
  readonly title: string;
  readonly year: number | null | undefined;
  readonly genres: readonly string[];
}

const lead = 0.92;
const [width, height, margin] = [200, 300, 14];

/** A poster drawn from nothing but title, year and genres: the same for the same movie, everywhere and always. */
export function Poster({ title, year, genres }: PosterProps) {
  return useMemo(() => draw(title, year ?? null, genres), [title, year, genres.join("|")]);
}

function draw(title: string, year: number | null, genres: readonly string[]) {
  const seed = hashOf(`${title}|${year ?? ""}|${genres.join("|")}`);
  const random = new SeededRandom(seed);
  const ordered = mostTelling(genres);
  const main = ordered[0] ?? "";
  // A second genre lends its colours now and then, or its picture.
  const second = ordered[1] ?? main;
  const colours = random.pick(palettesOf(random.next() < 0.3 ? second : main));
  const motif = random.pick(motifsOf(random.next() < 0.25 ? second : main));
  const { lines, size } = setTitle(title, width - 2 * margin, 5);
  const block = lines.length * size * lead;
  const foot = height - 30;
  const first = foot - block + size * 0.78;

  return (
    <svg class="poster" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <rect width={width} height={height} fill={colours.ground} />
      {motif(random, colours)}
      <rect y={foot - block - 14} width={width} height={height} fill={colours.ground} />
      <rect x={margin} y={foot - block - 8} width="26" height="3" fill={colours.accent} />
      <g class="poster-title" fill={colours.type} font-size={size}>
        {lines.map((line, index) => (
          <text key={index} x={margin - size * 0.03} y={first + index * size * lead}>
            {line}
          </text>
        ))}
      </g>
      <text class="poster-foot" x={margin} y={height - 13} fill={colours.type}>
        {year ?? ""}
      </text>
      <text class="poster-foot" x={width - margin} y={height - 13} fill={colours.type} text-anchor="end">
        {main.toUpperCase()}
      </text>
    </svg>
  );
}
