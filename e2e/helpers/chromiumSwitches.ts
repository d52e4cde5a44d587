/**
 * Given to Chromium in both hosts. Without a graphics card's interface the terminal draws itself with elements instead of a canvas,
 * so that a test reads what a person reads.
 */
export const chromiumSwitches = ["--disable-3d-apis", "--disable-background-networking"] as const;
