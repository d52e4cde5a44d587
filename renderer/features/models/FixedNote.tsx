import { Lock } from "lucide-react";
import { useText } from "../../i18n/useText.ts";

/** Says why something cannot be changed here; nothing where it can. */
export function FixedNote({ source }: { readonly source: "environment" | "command-line" | null }) {
  const t = useText();
  if (source === null) return null;
  return (
    <p className="flex items-center gap-1.5 text-12 text-muted">
      <Lock size={12} aria-hidden />
      {t(source === "environment" ? "models.fromEnvironment" : "models.fromCommandLine")}
    </p>
  );
}
