import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { comebacks } from "../api/connection";

/** A part of the page that has a file of its own. */
export type LaterPart<Props> = ComponentType<Props> & {
  /** Loads the file, so that the part appears at once when it is first shown. */
  readonly prepare: () => void;
};

/** A part of the page whose code is loaded when it is prepared, or first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): LaterPart<Props> {
  let loaded: ComponentType<Props> | null = null;
  const fetched = async (): Promise<ComponentType<Props>> => (loaded ??= await load());
  function Later(props: Props) {
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (Part) return;
      // Loads again when the program answers again.
      fetched().then((part) => setPart(() => part), () => undefined);
    }, [comebacks.value]);
    return Part && <Part {...props} />;
  }
  // A part that cannot be loaded now is loaded when it is shown.
  return Object.assign(Later, { prepare: () => void fetched().catch(() => undefined) });
}

/** Does something once the page has loaded and nothing else happens. */
export function onceIdle(action: () => void): void {
  const wait = (): void => void requestIdleCallback(action);
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
}
