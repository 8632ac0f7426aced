/** The colours of a poster: ground, two shapes, and type that contrasts with the ground. */
export interface Palette {
  readonly ground: string;
  readonly shape: string;
  readonly accent: string;
  readonly type: string;
}

type Palettes = readonly [Palette, ...Palette[]];

const of = (ground: string, shape: string, accent: string, type: string): Palette => ({ ground, shape, accent, type });

/** By genre, a few each, so that neighbours of one genre differ. */
export const palettes: Readonly<Record<string, Palettes>> = {
  Action: [
    of("#1a0f0c", "#d9381e", "#f6a21e", "#fff3e2"),
    of("#c32f14", "#1b1210", "#ffd23f", "#fff6ea"),
    of("#20242b", "#e8562a", "#f4d58d", "#fdf7ec"),
  ],
  Adventure: [
    of("#0d3b3e", "#e7a33e", "#f5e2b8", "#fff7e3"),
    of("#f0c566", "#23504b", "#b5412b", "#1b2624"),
    of("#123047", "#dd8b3c", "#8fc1b5", "#fdf3e0"),
  ],
  Animation: [
    of("#2d1e6b", "#ff6f91", "#ffd166", "#fff7fb"),
    of("#ffcf4a", "#ef476f", "#118ab2", "#2b1a3d"),
    of("#0a5c7a", "#ffd166", "#f78c6b", "#f2fbff"),
  ],
  Children: [
    of("#f7d154", "#2a9d8f", "#e4572e", "#22303a"),
    of("#2a7f9e", "#ffd166", "#f4845f", "#fcfbf2"),
    of("#f2a7a0", "#3b5ba5", "#fff0c9", "#2c1f3c"),
  ],
  Comedy: [
    of("#f5b942", "#e4572e", "#2e4057", "#2a1c10"),
    of("#e85d4a", "#ffd97d", "#2b2d42", "#fff8ec"),
    of("#ffe3b0", "#ee6c4d", "#3d5a80", "#2b2118"),
  ],
  Crime: [
    of("#15171c", "#8c1c13", "#d9c8a9", "#f3ead9"),
    of("#2b2f36", "#d1a24c", "#8f2d23", "#f7f0e1"),
    of("#0e1a24", "#b58a3d", "#57707f", "#f0e9d8"),
  ],
  Documentary: [
    of("#e8e2d4", "#31493c", "#b3552d", "#20241f"),
    of("#26323a", "#d8c9a3", "#c2703d", "#f4efe2"),
    of("#d5dcd6", "#2f4a5c", "#c9543a", "#1c262b"),
  ],
  Drama: [
    of("#1d2a3a", "#c9845c", "#e9d8b9", "#f7eee0"),
    of("#3b1f2b", "#d98e73", "#f0cfa0", "#fbf1e7"),
    of("#e9dcc5", "#7a3e3a", "#29424f", "#2a1f1c"),
  ],
  Fantasy: [
    of("#1a1446", "#7b5fd3", "#f2d16b", "#f6f2ff"),
    of("#0f3d3a", "#d9b44a", "#7fc8a9", "#f4f7e8"),
    of("#3a164f", "#e08dac", "#f5d491", "#fdf3fb"),
  ],
  "Film-Noir": [
    of("#0c0c0d", "#d8d3c7", "#7d7a73", "#f7f4ec"),
    of("#d9d4c8", "#121212", "#84807a", "#141414"),
    of("#16191d", "#aeb4b8", "#4b5257", "#f2f3f0"),
  ],
  Horror: [
    of("#0b0708", "#8f0f16", "#e9e0d0", "#f8efe4"),
    of("#6d0b12", "#0d0607", "#e8d7b5", "#fdf1e0"),
    of("#101a14", "#5d8c4a", "#d7e2b8", "#eff5e2"),
  ],
  Musical: [
    of("#4b1248", "#f0679e", "#ffd166", "#fff2f9"),
    of("#f3c3cf", "#8e2a5b", "#2f4b7c", "#35122b"),
    of("#142850", "#f2a541", "#e4588a", "#fdf4ea"),
  ],
  Mystery: [
    of("#12263a", "#4f7ca0", "#e6c98f", "#f2f1e6"),
    of("#2a1f3d", "#8d6cab", "#d7bd7c", "#f6f0fa"),
    of("#0f2b2a", "#3f8077", "#dfc27d", "#eef6ef"),
  ],
  Romance: [
    of("#7a1f3d", "#f2a0a8", "#fbd9c0", "#fff3ee"),
    of("#f6d5cf", "#c33c54", "#5b2a4c", "#40172a"),
    of("#33203f", "#e77c8e", "#f6c89f", "#fdf0f0"),
  ],
  "Sci-Fi": [
    of("#07122b", "#1f6feb", "#63e6e2", "#eefaff"),
    of("#10062b", "#8a3ffc", "#ff7eb6", "#f7efff"),
    of("#03262b", "#12a594", "#f2e85c", "#effdf9"),
  ],
  Thriller: [
    of("#111820", "#c8452d", "#c9d1d6", "#f4f6f7"),
    of("#cf4a28", "#15181c", "#f1e3c6", "#fff7ec"),
    of("#0d2430", "#e0a030", "#5f8a99", "#f3f5ee"),
  ],
  War: [
    of("#2b2d1f", "#7b7c4c", "#d8c48a", "#f4efda"),
    of("#d8cda6", "#4e4a31", "#a2372a", "#24231a"),
    of("#1f262b", "#5d6f73", "#cf6b3a", "#f0eee4"),
  ],
  Western: [
    of("#7a2e12", "#f0a741", "#f9dca4", "#fff3dc"),
    of("#f1c27d", "#9c3d1a", "#3c2415", "#2e1a0f"),
    of("#2c1a14", "#d9652b", "#f2c879", "#fcefd8"),
  ],
};

const others: Palettes = [
  of("#23303d", "#5f8fa8", "#e8c07d", "#f5f1e6"),
  of("#30263a", "#a17fb5", "#e9c46a", "#f7f2fa"),
  of("#e4ddd0", "#40596b", "#c1583a", "#22292e"),
];

/** The palettes of a genre. */
export const palettesOf = (genre: string): Palettes => palettes[genre] ?? others;

// From the most telling to the least: a western that is also a drama should look like a western.
const telling = [
  "Western",
  "Film-Noir",
  "Horror",
  "Sci-Fi",
  "War",
  "Musical",
  "Animation",
  "Documentary",
  "Fantasy",
  "Mystery",
  "Crime",
  "Romance",
  "Children",
  "Thriller",
  "Adventure",
  "Comedy",
  "Action",
  "Drama",
];

/** Genres from the most to the least telling. */
export const mostTelling = (genres: readonly string[]): string[] => [...genres].sort((a, b) => rank(a) - rank(b));

/** The most telling genre of a movie. */
export const mainGenre = (genres: readonly string[]): string => mostTelling(genres)[0] ?? "";

const rank = (genre: string): number => {
  const index = telling.indexOf(genre);
  return index < 0 ? telling.length : index;
};
