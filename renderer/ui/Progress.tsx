import { Progress as Radix } from "radix-ui";

/** How far long work is, from 0 to 1; null while that is not known. The words and numbers stand beside it. */
export function Progress({ value, label }: { readonly value: number | null; readonly label: string }) {
  const percent = value === null ? null : Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <Radix.Root value={percent} aria-label={label} className="h-1 w-full overflow-hidden rounded bg-selected">
      <Radix.Indicator
        className="h-full bg-accent transition-[width]"
        style={{ width: `${percent ?? 100}%`, opacity: percent === null ? 0.4 : 1 }}
      />
    </Radix.Root>
  );
}
