/** MovieLens' genres as English readers call them, where that differs. */
export const genresInEnglish: Readonly<Record<string, string>> = { Children: "Family", "Film-Noir": "Film noir" };

/** MovieLens' genres in French. */
export const genresInFrench: Readonly<Record<string, string>> = {
  Action: "Action",
  Adventure: "Aventure",
  Animation: "Animation",
  Children: "Famille",
  Comedy: "Comédie",
  Crime: "Policier",
  Documentary: "Documentaire",
  Drama: "Drame",
  Fantasy: "Fantastique",
  "Film-Noir": "Film noir",
  Horror: "Horreur",
  Musical: "Comédie musicale",
  Mystery: "Mystère",
  Romance: "Romance",
  "Sci-Fi": "Science-fiction",
  Thriller: "Thriller",
  War: "Guerre",
  Western: "Western",
};

// A kind of screen, which MovieLens lists among the genres.
const notGenres: readonly string[] = ["IMAX"];

/** The genres that say something of a movie. */
export const genresOf = (genres: readonly string[]): string[] => genres.filter((genre) => !notGenres.includes(genre));
