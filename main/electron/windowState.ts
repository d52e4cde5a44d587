import { z } from "zod";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was: its bounds when not maximised, in device-independent pixels. */
export const windowState = z.object({
  bounds: z.object({
    x: z.number().int(),
    y: z.number().int(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
  isMaximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/** Below this the list and a terminal of 80 columns do not fit beside each other. */
export const minimumWindowSize = { width: 720, height: 480 } as const;
const preferredSize = { width: 1280, height: 820 } as const;
/** So much of the title bar must lie on a display that a person can take hold of it. */
const reachable = { width: 120, height: 32 } as const;

/** The state to open with: as it was if that place still exists, otherwise centred on the first (the primary) display. */
export function fitToDisplays(remembered: WindowState | undefined, workAreas: readonly Rectangle[]): WindowState {
  const primary = workAreas[0] ?? { x: 0, y: 0, ...preferredSize };
  if (!remembered) return { bounds: centred(preferredSize, primary), isMaximized: false };
  const { bounds, isMaximized } = remembered;
  const display = workAreas.find((area) => isReachable(bounds, area));
  if (!display) return { bounds: centred(bounds, primary), isMaximized };
  const width = within(bounds.width, minimumWindowSize.width, display.width);
  const height = within(bounds.height, minimumWindowSize.height, display.height);
  return { bounds: { x: bounds.x, y: bounds.y, width, height }, isMaximized };
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const shared = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTopInside = bounds.y >= area.y && bounds.y + reachable.height <= area.y + area.height;
  return shared >= reachable.width && isTopInside;
}

function centred(size: { readonly width: number; readonly height: number }, area: Rectangle): Rectangle {
  const width = within(size.width, minimumWindowSize.width, area.width);
  const height = within(size.height, minimumWindowSize.height, area.height);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

/** A display smaller than our minimum wins over it. */
function within(value: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(value, minimum), maximum);
}
