/** A description's text, whose `code` stands in backticks. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <p class="prose" lang="en">
      {text.split("`").map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}
    </p>
  );
}
