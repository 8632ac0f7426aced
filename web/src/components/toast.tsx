import { signal } from "@preact/signals";
import { t } from "../i18n";

interface Toast {
  readonly text: string;
  readonly undo?: () => Promise<void>;
}

const current = signal<Toast | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

// Long enough to reach the button by keyboard; a pointer or the focus on it keeps it longer.
const lifetime = 15_000;

/** Says what was done, and how to undo it. */
export function showToast(text: string, undo?: () => Promise<void>): void {
  current.value = undo ? { text, undo } : { text };
  restart();
}

const hold = (): void => clearTimeout(timer);

function restart(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    current.value = null;
  }, lifetime);
}

/** Where such sentences appear. */
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
