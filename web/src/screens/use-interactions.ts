import { dismiss, rate, takeDismissalBack, takeRatingBack } from "../api/interactions";
import { Problem } from "../api/problem";
import { showToast } from "../components/toast";
import { format, t } from "../i18n";
import { readable } from "../titles";

interface Titled {
  readonly movie_id: number;
  readonly title: string;
}

/** Rates and dismisses movies, says so with a way back, and tells when the lists have changed. */
export function interactions(changed: () => void) {
  const act = async (work: () => Promise<unknown>, done: string, undo: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
    } catch (problem) {
      showToast(t("state.error", { detail: problem instanceof Problem ? problem.message : String(problem) }));
      return false;
    }
    changed();
    showToast(done, async () => {
      await undo();
      changed();
    });
    return true;
  };
  return {
    rate: ({ movie_id, title }: Titled, rating: number) =>
      act(() => rate(movie_id, rating), t("card.rated", { title: readable(title), stars: format.one(rating) }), () => takeRatingBack(movie_id)),
    dismiss: ({ movie_id, title }: Titled) =>
      act(() => dismiss(movie_id), t("card.dismissed", { title: readable(title) }), () => takeDismissalBack(movie_id)),
  };
}
