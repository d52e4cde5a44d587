import { type RefObject, useRef, useState } from "react";
import { useStore } from "zustand";
import { useAppearance } from "../../../shell/shell.ts";
import { useIsHandheld } from "../../../ui/useMediaQuery.ts";
import type { Fit } from "../terminal/screen.ts";
import { useSessionsModel } from "../useSessions.ts";
import { pinchedFont } from "./deviceView.ts";
import { usePinch } from "./usePinch.ts";

export interface PhoneView {
  /** Null where there is room for the terminal as it is. */
  readonly shows: "own" | "reflow" | "fit" | null;
  /** How a terminal of another's size is shown. */
  readonly fit: Exclude<Fit, { kind: "own" }>;
  readonly fontSize: number;
}

/** As large as a picture of a terminal gets, in times the width. */
const maximumZoom = 5;

/** How a terminal is shown on this screen, and two fingers in `area` that change how large. */
export function usePhoneView(area: RefObject<HTMLElement | null>, isDriving: boolean): PhoneView {
  const isHandheld = useIsHandheld();
  const { device } = useSessionsModel();
  const { terminalFontSize } = useAppearance();
  const { watching, fontSize } = useStore(device);
  const [zoom, setZoom] = useState(1);
  const size = fontSize ?? terminalFontSize;
  const shows = !isHandheld ? null : isDriving ? "own" : watching;
  const before = useRef({ size, zoom });
  usePinch(
    area,
    !isHandheld
      ? null
      : {
          onStart: () => {
            before.current = { size, zoom };
          },
          onMove: (ratio) => {
            if (shows === "fit") setZoom(Math.min(Math.max(before.current.zoom * ratio, 1), maximumZoom));
            else device.setState({ fontSize: pinchedFont(before.current.size, 1, ratio) });
          },
        },
  );
  return { shows, fit: isHandheld ? { kind: "width", zoom } : { kind: "whole" }, fontSize: size };
}
