import { Ellipsis, TextSearch } from "lucide-react";
import { useText } from "../i18n/useText.ts";
import type { Feature } from "../shell/feature.ts";
import { useShell } from "../shell/shell.ts";
import { classes } from "../ui/classes.ts";
import { Menu, type MenuItem } from "../ui/Menu.tsx";

export interface MoreMenuProps {
  readonly features: readonly Feature[];
  /** One of them is on screen. */
  readonly isCurrent: boolean;
  readonly className: string;
  readonly onOpenPalette: () => void;
}

/** The last entry of the bottom bar: where one goes less often, and all commands. */
export function MoreMenu({ features, isCurrent, className, onOpenPalette }: MoreMenuProps) {
  const t = useText();
  const { router } = useShell();
  const items: readonly MenuItem[] = [
    ...features.map(
      ({ id, title, icon }): MenuItem => ({
        kind: "action",
        id,
        label: title(t),
        icon,
        onSelect: () => router.navigate([id]),
      }),
    ),
    { kind: "separator", id: "commands" },
    { kind: "action", id: "palette", label: t("app.commands"), icon: TextSearch, onSelect: onOpenPalette },
  ];
  return (
    <Menu items={items}>
      <button
        type="button"
        aria-current={isCurrent ? "page" : undefined}
        className={classes(className, isCurrent ? "font-medium text-accent" : "text-muted")}
      >
        <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
        {t("app.more")}
      </button>
    </Menu>
  );
}
