import { useLayoutEffect } from "react";
import { resolveTheme } from "../shell/appearance.ts";
import { useAppearance } from "../shell/shell.ts";
import { useMediaQuery } from "../ui/useMediaQuery.ts";

/** Puts the theme on the document, where the tokens look for it, and follows the system while that is chosen. */
export function useTheme(): void {
  const { theme } = useAppearance();
  const prefersDark = useMediaQuery("(prefers-color-scheme: dark)");
  const prefersContrast = useMediaQuery("(prefers-contrast: more)");
  const resolved = resolveTheme(theme, { prefersDark, prefersContrast });
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = resolved;
  }, [resolved]);
}
