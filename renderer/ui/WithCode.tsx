/** A sentence in which what stands between backticks is shown as code. */
export function WithCode({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => {
    const key = `${index}:${part}`;
    // Odd pieces stand between two backticks.
    return index % 2 === 0 ? (
      <span key={key}>{part}</span>
    ) : (
      <code key={key} className="mono rounded border border-line bg-sunken px-1 text-12 select-all">
        {part}
      </code>
    );
  });
}
