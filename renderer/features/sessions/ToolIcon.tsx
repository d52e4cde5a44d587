import { SquareTerminal } from "lucide-react";
import { classes } from "../../ui/classes.ts";
import { useTool } from "./useSessions.ts";

/** A tool's sign on its own colour. The colour is data; the tint keeps the sign readable in every theme. */
export function ToolIcon({
  tool: key,
  size = "normal",
}: {
  readonly tool: string;
  readonly size?: "small" | "normal";
}) {
  const tool = useTool(key);
  const color = tool?.color ?? "currentColor";
  return (
    <span
      aria-hidden
      className={classes(
        "flex shrink-0 items-center justify-center rounded text-text select-none",
        size === "small" ? "size-4 text-12" : "size-7 text-13",
      )}
      style={
        size === "small"
          ? {}
          : {
              backgroundColor: `color-mix(in srgb, ${color} 18%, transparent)`,
              boxShadow: `inset 0 0 0 1px color-mix(in srgb, ${color} 40%, transparent)`,
            }
      }
    >
      {tool?.icon ? tool.icon : <SquareTerminal size={size === "small" ? 12 : 15} />}
    </span>
  );
}
