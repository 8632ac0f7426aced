import { signal } from "@preact/signals";
import { t } from "../i18n";

interface Toast {
  readonly text: string;
  readonly undo?: () => Promise<void>;
}

const current = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

// A pointer or the focus on it keeps it longer. By keyboard there may be a hundred stops before the button.
const lifetime = { pointer: 15_000, keyboard: 120_000 };
let by: keyof typeof lifetime = "pointer";
addEventListener("keydown", () => (by = "keyboard"), { capture: true, passive: true });
addEventListener("pointerdown", () => (by = "pointer"), { capture: true, passive: true });

/** Announces an action, with a button to undo it. */
export function showToast(text: string, undo?: () => Promise<void>): void {
  current.value = undo ? { text, undo } : { text };
  restart();
}

const hold = (): void => clearTimeout(timer);

function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    current.value = null;
  }, lifetime[by]);
}

/** The place where announcements appear. */
export function Toasts() {
  const toast = current.value;
  return (
    <div class="toasts" role="status" onPointerEnter={hold} onPointerLeave={restart} onFocusIn={hold} onFocusOut={restart}>
      {toast && (
        <div class="toast">
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" class="quiet" onClick={() => void undoNow(toast)}>
              {t("card.undo")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

async function undoNow(toast: Toast): Promise<void> {
  current.value = null;
  await toast.undo?.();
}
