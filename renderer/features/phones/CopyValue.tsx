import { Copy } from "lucide-react";
import { useText } from "../../i18n/useText.ts";
import { useCopy } from "../../shell/useCopy.ts";
import { IconButton } from "../../ui/IconButton.tsx";

/** An address with a button to copy it. */
export function CopyValue({ value }: { readonly value: string }) {
  const t = useText();
  const copy = useCopy();
  return (
    <span className="flex items-center gap-1">
      <span className="mono min-w-0 text-12 break-all select-all">{value}</span>
      <IconButton
        icon={Copy}
        label={t("phones.copyAddress", { address: value })}
        onClick={() => void copy(value)}
        className="-my-1"
      />
    </span>
  );
}
