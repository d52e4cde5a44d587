import { useText } from "../i18n/useText.ts";
import type { Feature } from "../shell/feature.ts";
import { fragmentOf } from "../shell/router.ts";
import { useShell } from "../shell/shell.ts";
import { keyCaps } from "../shell/shortcut.ts";
import { classes } from "../ui/classes.ts";
import { Tooltip } from "../ui/Tooltip.tsx";

interface RailProps {
  readonly features: readonly Feature[];
  readonly current: Feature;
}

/** The narrow column at the left: where one can go. */
export function Rail({ features, current }: RailProps) {
  const t = useText();
  const { isMac } = useShell();
  const entry = (feature: Feature) => {
    const { id, icon: Icon, Badge } = feature;
    const isCurrent = id === current.id;
    return (
      <li key={id}>
        <Tooltip
          label={feature.title(t)}
          side="right"
          keys={keyCaps(`Alt+Shift+${features.indexOf(feature) + 1}`, isMac)}
        >
          <a
            href={fragmentOf([id])}
            aria-current={isCurrent ? "page" : undefined}
            className={classes(
              "focus-inset relative flex size-9 items-center justify-center rounded transition-colors",
              isCurrent ? "bg-selected text-text" : "text-muted hover:bg-hover hover:text-text",
            )}
          >
            {isCurrent && <span className="absolute top-2 bottom-2 -left-1.5 w-0.5 rounded bg-accent" aria-hidden />}
            <Icon size={18} strokeWidth={1.75} aria-hidden />
            <span className="sr-only">{feature.title(t)}</span>
            {Badge && (
              <span className="absolute top-0 right-0">
                <Badge />
              </span>
            )}
          </a>
        </Tooltip>
      </li>
    );
  };
  return (
    <nav
      aria-label={t("app.mainNavigation")}
      className="flex w-12 shrink-0 flex-col items-center justify-between border-r border-line bg-sunken py-1.5"
    >
      <ul className="flex flex-col gap-1">{features.filter(({ place }) => place === "top").map(entry)}</ul>
      <ul className="flex flex-col gap-1">{features.filter(({ place }) => place === "bottom").map(entry)}</ul>
    </nav>
  );
}
