/** Key caps: `["Ctrl", "Shift", "P"]`. */
export function Kbd({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-4 min-w-4 items-center justify-center rounded border border-line bg-surface px-1 font-sans text-12 leading-none text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
