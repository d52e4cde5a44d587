import { useEffect } from "react";
import { useStore } from "zustand";
import { useText } from "../i18n/useText.ts";
import { useShell } from "../shell/shell.ts";
import { useIsWide } from "../ui/useMediaQuery.ts";
import { BottomBar } from "./BottomBar.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { CrashBoundary } from "./CrashBoundary.tsx";
import { featureAt } from "./features.ts";
import { NoticeBanners } from "./NoticeBanners.tsx";
import { Rail } from "./Rail.tsx";
import { RetryBar } from "./RetryStatus.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { useInstalledApp } from "./useInstalledApp.ts";
import { useVisibleFeatures } from "./useVisibleFeatures.ts";
import { useVisualViewport } from "./useVisualViewport.ts";

/** Rail, page and status bar; on a phone the page and a bottom bar, which makes room once one thing is open. */
export function Frame({ onOpenPalette }: { readonly onOpenPalette: () => void }) {
  const { router } = useShell();
  const t = useText();
  const path = useStore(router.store);
  const isWide = useIsWide();
  const visible = useVisibleFeatures();
  const feature = featureAt(visible, path);
  const title = feature?.title(t);
  useInstalledApp();
  useVisualViewport();

  useEffect(() => {
    document.title = title === undefined ? t("app.name") : `${title} · ${t("app.name")}`;
  }, [title, t]);

  if (!feature) return null;
  const within = path[0] === feature.id ? path.slice(1) : [];
  return (
    <div className="relative top-(--frame-top,0) flex h-(--frame-height,100dvh) flex-col max-wide:safe-top max-wide:safe-sides">
      <button
        type="button"
        onClick={() => document.getElementById("content")?.focus()}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:rounded focus:bg-raised focus:px-3 focus:py-2"
      >
        {t("app.skipToContent")}
      </button>
      <ConnectionBanner />
      <NoticeBanners />
      <div className="flex min-h-0 flex-1">
        {isWide && <Rail features={visible} current={feature} />}
        <main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          <CrashBoundary key={feature.id}>
            <feature.Page path={within} />
          </CrashBoundary>
        </main>
      </div>
      {!isWide && <RetryBar />}
      {isWide && <StatusBar onOpenPalette={onOpenPalette} />}
      {!isWide && (feature.hasOneLevel || within.length === 0) && (
        <BottomBar features={visible} current={feature} onOpenPalette={onOpenPalette} />
      )}
      {visible.map(({ id, Background }) => Background && <Background key={id} />)}
    </div>
  );
}
