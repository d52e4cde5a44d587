import { LoaderCircle } from "lucide-react";
import { classes } from "./classes.ts";

/** Something is under way. Give `label` where no words beside it say so. */
export function Spinner({ label, className }: { readonly label?: string; readonly className?: string }) {
  return (
    <span
      {...(label === undefined ? { "aria-hidden": true } : { role: "status", "aria-label": label })}
      className={classes("inline-flex", className)}
    >
      <LoaderCircle size={14} strokeWidth={2} className="turning" aria-hidden />
    </span>
  );
}
