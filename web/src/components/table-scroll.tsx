import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";

/** A table that scrolls sideways where it does not fit, and says so. */
export function TableScroll({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const look = (): void => setCut(frame.current !== null && frame.current.scrollWidth > frame.current.clientWidth + 1);
    const watcher = new ResizeObserver(look);
    watcher.observe(frame.current!);
    for (const child of frame.current!.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, []);
  return (
    <div class={isCut ? "table cut" : "table"}>
      {isCut && <p class="table-hint">{t("operator.scroll")}</p>}
      <div ref={frame} class="table-scroll" role="region" aria-label={label} tabIndex={0}>
        {children}
      </div>
    </div>
  );
}
