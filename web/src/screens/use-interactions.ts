import { dismiss, rate, takeDismissalBack, takeRatingBack } from "../api/interactions";
import { showToast } from "../components/toast";
import { format, t } from "../i18n";
import type { Text } from "../i18n/en";
import { explain } from "../i18n/problems";

interface Titled {
  readonly movie_id: number;
  readonly title: string;
}

/** Rates and dismisses movies and undoes both, announces it with an undo button, and signals changed lists. */
export function interactions(changed: () => void) {
  const act = async (work: () => Promise<unknown>, done: string, undo: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
    } catch (error) {
      showToast(explain(error));
      return false;
    }
    changed();
    showToast(done, async () => {
      await undo();
      changed();
    });
    return true;
  };
  const say = (text: Text, { title }: Titled, stars = ""): string => t(text, { title, stars });
  return {
    /** Rates a movie in place of an earlier rating. */
    rate: (movie: Titled, rating: number, before: number | null = null) =>
      act(
        () => rate(movie.movie_id, rating),
        say("card.rated", movie, format.one(rating)),
        () => (before === null ? takeRatingBack(movie.movie_id) : rate(movie.movie_id, before)),
      ),
    unrate: (movie: Titled, before: number) =>
      act(
        () => takeRatingBack(movie.movie_id),
        say("card.unrated", movie),
        () => rate(movie.movie_id, before),
      ),
    dismiss: (movie: Titled) =>
      act(
        () => dismiss(movie.movie_id),
        say("card.dismissed", movie),
        () => takeDismissalBack(movie.movie_id),
      ),
    restore: (movie: Titled) =>
      act(
        () => takeDismissalBack(movie.movie_id),
        say("card.restored", movie),
        () => dismiss(movie.movie_id),
      ),
  };
}
