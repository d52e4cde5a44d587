import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";

/** What the model said to itself: folded, as it is no part of the answer. */
export function Reasoning({ text, isGrowing }: { readonly text: string; readonly isGrowing: boolean }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="text-12 text-muted">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="-ml-1 flex min-h-7 items-center gap-1 rounded px-1 hover:bg-hover hover:text-text max-wide:min-h-11"
      >
        <ChevronRight size={14} className={classes("transition-transform", isOpen && "rotate-90")} aria-hidden />
        {isGrowing ? t("chat.thinking") : t("chat.thought")}
      </button>
      {isOpen && (
        <p className="mt-1 ml-1.5 border-l-2 border-line pl-3 leading-5 break-words whitespace-pre-wrap">{text}</p>
      )}
    </div>
  );
}
