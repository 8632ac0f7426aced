import { genreName } from "../i18n";

interface GenreChipsProps {
  readonly label: string;
  readonly genres: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Genres to switch on and off. */
export function GenreChips({ label, genres, chosen, onChange }: GenreChipsProps) {
  const toggle = (genre: string): void =>
    onChange(chosen.includes(genre) ? chosen.filter((other) => other !== genre) : [...chosen, genre]);
  return (
    <div class="chips" role="group" aria-label={label}>
      {genres.map((genre) => (
        <button key={genre} type="button" class="chip" aria-pressed={chosen.includes(genre)} onClick={() => toggle(genre)}>
          {genreName(genre)}
        </button>
      ))}
    </div>
  );
}
