import { later } from "../components/later";

// The text of the start page does not wait for decoration.
const Poster = later(() => import("../posters/poster").then((module) => module.Poster));

// Decoration for people who are not signed in and cannot load movies yet.
const films = [
  ["Metropolis", 1927, ["Sci-Fi", "Drama"]],
  ["Casablanca", 1942, ["Drama", "Romance"]],
  ["High Noon", 1952, ["Western", "Drama"]],
  ["Vertigo", 1958, ["Mystery", "Thriller"]],
  ["The Third Man", 1949, ["Film-Noir", "Mystery"]],
  ["My Neighbor Totoro", 1988, ["Animation", "Children"]],
  ["Alien", 1979, ["Horror", "Sci-Fi"]],
  ["Amélie", 2001, ["Comedy", "Romance"]],
  ["Seven Samurai", 1954, ["Adventure", "Action"]],
  ["Singin’ in the Rain", 1952, ["Musical", "Comedy"]],
  ["Paths of Glory", 1957, ["War", "Drama"]],
  ["Pan’s Labyrinth", 2006, ["Fantasy", "Drama"]],
] as const;

/** Decorative posters, hidden from screen readers. */
export function PosterWall() {
  return (
    <div class="wall" aria-hidden="true">
      {films.map(([title, year, genres]) => (
        <div key={title} class="place">
          <Poster title={title} year={year} genres={genres} />
        </div>
      ))}
    </div>
  );
}
