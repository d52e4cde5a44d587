import { Copy, ExternalLink } from "lucide-react";
import { useState } from "react";
import type { Tool } from "#shared/contract/tools.ts";
import { useText } from "../../../i18n/useText.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { Button } from "../../../ui/Button.tsx";
import { classes } from "../../../ui/classes.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { ToolIcon } from "../ToolIcon.tsx";
import { isInstalled, orderTools } from "./toolOrder.ts";

export interface ToolGridProps {
  readonly tools: readonly Tool[];
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
  readonly error: string | undefined;
}

/** The tools to choose from, the installed ones first; the others say how to get them. */
export function ToolGrid({ tools, chosen, onChoose, error }: ToolGridProps) {
  const t = useText();
  const ordered = orderTools(tools, null);
  const installed = ordered.filter(isInstalled);
  const others = ordered.filter((tool) => !isInstalled(tool));
  const selected = tools.find((tool) => tool.key === chosen);
  const [isAllShown, setAllShown] = useState(selected !== undefined && !isInstalled(selected));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-13 font-medium">{t("sessions.tool")}</legend>
      <div role="radiogroup" aria-label={t("sessions.tool")} className="grid grid-cols-2 gap-1.5 wide:grid-cols-3">
        {[...installed, ...(isAllShown ? others : [])].map((tool) => (
          <ToolCard key={tool.key} tool={tool} isChosen={tool.key === chosen} onChoose={onChoose} />
        ))}
      </div>
      {others.length > 0 && !isAllShown && (
        <Button size="small" look="ghost" className="mt-1 -ml-2 text-muted" onClick={() => setAllShown(true)}>
          {t("sessions.moreTools", { count: others.length })}
        </Button>
      )}
      {selected && !isInstalled(selected) && <InstallHint tool={selected} />}
      {error !== undefined && (
        <p role="alert" className="mt-1 text-12 text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function ToolCard({
  tool,
  isChosen,
  onChoose,
}: {
  readonly tool: Tool;
  readonly isChosen: boolean;
  readonly onChoose: (key: string) => void;
}) {
  const t = useText();
  const detail = isInstalled(tool) ? (tool.version ?? tool.command) : t("sessions.notInstalled");
  return (
    <label
      title={tool.description}
      className={classes(
        "relative flex min-h-11 min-w-0 items-center gap-2 rounded border px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus",
        isChosen ? "border-accent bg-accent-soft" : "border-line hover:bg-hover",
        !isInstalled(tool) && "border-dashed",
      )}
    >
      <input
        type="radio"
        name="tool"
        value={tool.key}
        checked={isChosen}
        onChange={() => onChoose(tool.key)}
        className="sr-only"
      />
      <ToolIcon tool={tool.key} />
      <span className="min-w-0">
        <span className="block truncate text-13">{tool.name}</span>
        <span className={classes("block truncate text-12", isChosen ? "text-muted" : "text-faint")}>{detail}</span>
      </span>
    </label>
  );
}

function InstallHint({ tool }: { readonly tool: Tool }) {
  const t = useText();
  const copy = useCopy();
  const { command, page } = tool.install;
  return (
    <div className="mt-2 rounded border border-line bg-sunken p-2 text-12">
      <p className="text-muted">{t("sessions.installHint", { name: tool.name })}</p>
      {command !== null && (
        <div className="mt-1 flex items-center gap-1">
          <code className="mono min-w-0 flex-1 overflow-x-auto whitespace-nowrap text-text">{command}</code>
          <IconButton icon={Copy} label={t("app.copy")} onClick={() => void copy(command)} />
        </div>
      )}
      {page !== null && (
        <a href={page} target="_blank" rel="noopener noreferrer" className="mt-1 inline-flex items-center gap-1">
          {t("sessions.installPage")} <ExternalLink size={12} aria-hidden />
        </a>
      )}
    </div>
  );
}
