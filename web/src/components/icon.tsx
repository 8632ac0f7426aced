const shapes = {
  dismiss:
    "M4 4l16 16M9.5 5.2A10 10 0 0 1 12 5c5 0 8.6 4 9.8 7a14 14 0 0 1-2.6 3.9" +
    "M6.3 7.3A13.6 13.6 0 0 0 2.2 12c1.2 3 4.8 7 9.8 7a10 10 0 0 0 4.3-1M9.9 9.9a3 3 0 0 0 4.2 4.2",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  sun:
    "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM12 1v3M12 20v3M1 12h3M20 12h3" +
    "M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  leave: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  share: "M12 15V3M8 7l4-4 4 4M5 12v8h14v-8",
  down: "M6 9l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  centre: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v4M12 18v4M2 12h4M18 12h4",
} as const;

/** A sign beside or in place of a word; its parent must have an accessible name. */
export function Icon({ name }: { readonly name: keyof typeof shapes }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
