import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { explain } from "../i18n/problems";

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks before something is done; Escape and Cancel change nothing. */
export function ConfirmDialog({ title, text, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  // The browser gives the focus back to where it was when the dialog closes.
  useEffect(() => dialog.current?.showModal(), []);

  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      dialog.current?.close();
    } catch (error) {
      setProblem(explain(error));
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="dialog-actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {t("operator.cancel")}
        </button>
        <button type="button" class="primary" disabled={isBusy} onClick={() => void run()}>
          {confirm}
        </button>
      </div>
    </dialog>
  );
}
