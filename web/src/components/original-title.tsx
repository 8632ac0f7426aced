interface OriginalTitleProps {
  readonly movie: { readonly title: string; readonly original_title?: string | null };
}

/** The title in the language of the original, where it is another one. */
export function OriginalTitle({ movie: { title, original_title: original } }: OriginalTitleProps) {
  return original && original !== title ? <p class="original">{original}</p> : null;
}
