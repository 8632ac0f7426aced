import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const duration = 320;

/**
 * Animates the children of a list that have data-key from their old to their new position (FLIP), unless the person
 * prefers less motion.
 */
export function useFlip(list: RefObject<HTMLElement | null>, order: string): void {
  const before = useRef(new Map<string, DOMRect>());

  useLayoutEffect(() => {
    const children = [...(list.current?.children ?? [])] as HTMLElement[];
    const after = new Map(children.map((child) => [child.dataset["key"] ?? "", child.getBoundingClientRect()]));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const child of calm ? [] : children) {
      const key = child.dataset["key"] ?? "";
      const [from, to] = [before.current.get(key), after.get(key)];
      if (!to || before.current.size === 0) continue;
      if (!from) child.animate([{ opacity: 0 }, { opacity: 1 }], { duration, easing: "ease-out" });
      else if (from.x !== to.x || from.y !== to.y) {
        child.animate([{ transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` }, { transform: "none" }], {
          duration,
          easing: "cubic-bezier(.2,.7,.2,1)",
        });
      }
    }
    before.current = after;
  }, [order]);
}
