import { Copy } from "lucide-react";
import { useText } from "../i18n/useText.ts";
import { useCopy } from "../shell/useCopy.ts";
import { IconButton } from "../ui/IconButton.tsx";

/** A command to run elsewhere, with a button to copy it. */
export function CommandLine({ command }: { readonly command: string }) {
  const t = useText();
  const copy = useCopy();
  return (
    <div className="flex min-h-8 items-center gap-1 rounded border border-line bg-sunken pr-0.5 pl-2.5">
      <code className="mono min-w-0 flex-1 overflow-x-auto text-12 whitespace-nowrap">{command}</code>
      <IconButton icon={Copy} label={t("app.copy")} onClick={() => void copy(command)} />
    </div>
  );
}
