import { useText } from "../i18n/useText.ts";
import type { Feature } from "../shell/feature.ts";
import { fragmentOf } from "../shell/router.ts";
import { classes } from "../ui/classes.ts";
import { MoreMenu } from "./MoreMenu.tsx";

export interface BottomBarProps {
  readonly features: readonly Feature[];
  readonly current: Feature;
  readonly onOpenPalette: () => void;
}

/** What one goes to many times a day, by a thumb; all else is behind "More". */
const shownIds: ReadonlySet<string> = new Set(["inbox", "sessions", "chat"]);

const entryLook =
  "focus-inset flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12 no-underline select-none low:h-11 low:flex-row low:gap-2";

/** The phone's way around: everything within a thumb's reach. */
export function BottomBar({ features, current, onOpenPalette }: BottomBarProps) {
  const t = useText();
  const others = features.filter(({ id }) => !shownIds.has(id));
  return (
    <nav
      aria-label={t("app.mainNavigation")}
      className="flex shrink-0 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)]"
    >
      {features
        .filter(({ id }) => shownIds.has(id))
        .map(({ id, icon: Icon, title, Badge }) => (
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
      <MoreMenu
        features={others}
        isCurrent={others.includes(current)}
        className={entryLook}
        onOpenPalette={onOpenPalette}
      />
    </nav>
  );
}
