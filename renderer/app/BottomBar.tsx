import { TextSearch } from "lucide-react";
import { useText } from "../i18n/useText.ts";
import type { Feature } from "../shell/feature.ts";
import { fragmentOf } from "../shell/router.ts";
import { classes } from "../ui/classes.ts";

export interface BottomBarProps {
  readonly features: readonly Feature[];
  readonly current: Feature;
  readonly onOpenPalette: () => void;
}

const entryLook =
  "focus-inset flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12 no-underline select-none";

/** The phone's way around: everything within a thumb's reach. */
export function BottomBar({ features, current, onOpenPalette }: BottomBarProps) {
  const t = useText();
  return (
    <nav aria-label={t("app.mainNavigation")} className="safe-bottom flex shrink-0 border-t border-line bg-sunken">
      {features.map(({ id, icon: Icon, title, Badge }) => (
        <a
          key={id}
          href={fragmentOf([id])}
          aria-current={id === current.id ? "page" : undefined}
          className={classes(entryLook, id === current.id ? "font-medium text-accent" : "text-muted")}
        >
          <span className="relative">
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            {Badge && (
              <span className="absolute -top-1 left-3">
                <Badge />
              </span>
            )}
          </span>
          {title(t)}
        </a>
      ))}
      <button type="button" onClick={onOpenPalette} className={classes(entryLook, "text-muted")}>
        <TextSearch size={20} strokeWidth={1.75} aria-hidden />
        {t("app.commands")}
      </button>
    </nav>
  );
}
