import { Contrast, Languages, LogOut, Monitor, Moon, RefreshCw, Sun, TextSearch } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useText } from "../i18n/useText.ts";
import type { Action } from "../shell/actions.ts";
import { useActions, useShell } from "../shell/shell.ts";
import { useSetAppearance } from "../shell/useSetAppearance.ts";
import { useVisibleFeatures } from "./useVisibleFeatures.ts";

/** The actions of the frame itself: go somewhere, change how it looks, the connection. */
export function useAppActions(setPaletteOpen: (isOpen: boolean) => void): void {
  const { connection, router, toasts } = useShell();
  const t = useText();
  const setAppearance = useSetAppearance();
  const visible = useVisibleFeatures();

  const going = useMemo(
    () =>
      visible.map(
        (feature, index): Action => ({
          id: `app.goTo.${feature.id}`,
          title: (t) => t("app.goTo", { place: feature.title(t) }),
          group: (t) => t("app.groupGoTo"),
          icon: feature.icon,
          shortcuts: [`Alt+Shift+${index + 1}`],
          run: () => router.navigate([feature.id]),
        }),
      ),
    [visible, router],
  );
  useActions(going);

  const signOut = useCallback(async () => {
    const answer = await connection.signOut?.();
    if (answer !== undefined && answer !== "signed-in" && answer !== "refused")
      toasts.show({ tone: "error", title: t("connection.signOutFailed") });
  }, [connection, toasts, t]);
  const own = useMemo(
    (): readonly Action[] => [
      {
        id: "app.palette",
        title: (t) => t("app.openPalette"),
        group: (t) => t("app.groupApp"),
        icon: TextSearch,
        shortcuts: ["Mod+Shift+P", "Mod+K", "F1"],
        run: () => setPaletteOpen(true),
      },
      ...appearanceActions(setAppearance),
      {
        id: "app.reconnect",
        title: (t) => t("connection.tryNow"),
        group: (t) => t("app.groupApp"),
        icon: RefreshCw,
        when: () => connection.state.getState().kind === "reconnecting",
        run: connection.wake,
      },
      {
        id: "app.signOut",
        title: (t) => t("connection.signOut"),
        group: (t) => t("app.groupApp"),
        icon: LogOut,
        when: () => connection.signOut !== null,
        run: () => void signOut(),
      },
    ],
    [connection, setAppearance, setPaletteOpen, signOut],
  );
  useActions(own);
}

const themes = [
  { theme: "system", icon: Monitor, key: "app.themeSystem" },
  { theme: "light", icon: Sun, key: "app.themeLight" },
  { theme: "dark", icon: Moon, key: "app.themeDark" },
  { theme: "contrast", icon: Contrast, key: "app.themeContrast" },
] as const;

const languages = [
  // Findable by somebody who cannot read the language that is on.
  { language: "system", key: "app.languageSystem", keywords: "语言 system" },
  { language: "en", key: "app.languageEnglish", keywords: "语言 英文 英语" },
  { language: "zh-CN", key: "app.languageChinese", keywords: "语言 中文 Chinese" },
] as const;

function appearanceActions(setAppearance: ReturnType<typeof useSetAppearance>): readonly Action[] {
  return [
    ...themes.map(
      ({ theme, icon, key }): Action => ({
        id: `app.theme.${theme}`,
        title: (t) => t(key),
        group: (t) => t("app.groupAppearance"),
        icon,
        run: () => void setAppearance({ theme }),
      }),
    ),
    ...languages.map(
      ({ language, key, keywords }): Action => ({
        id: `app.language.${language}`,
        title: (t) => t(key),
        group: (t) => t("app.groupAppearance"),
        keywords,
        icon: Languages,
        run: () => void setAppearance({ language }),
      }),
    ),
  ];
}
