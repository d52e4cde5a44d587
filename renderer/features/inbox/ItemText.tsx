/** What a tool says: its own words, as they are, with its line breaks. Never markup: it is untrusted. */
export function ItemText({ text }: { readonly text: string }) {
  return <p className="text-15 font-medium break-words whitespace-pre-wrap select-text">{text}</p>;
}
