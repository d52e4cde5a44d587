/** The product's mark: a prompt on a ship's rail. */
export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="stroke-on-accent" fill="none" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M8 9l4 3-4 3M15 15h7" />
        <path d="M6 20h20M9 20v5m4.7-5v5m4.6-5v5m4.7-5v5" />
      </g>
    </svg>
  );
}
