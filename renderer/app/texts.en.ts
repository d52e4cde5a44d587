export const appEn = {
  name: "Quarterdeck",
  skipToContent: "Skip to content",
  mainNavigation: "Main",
  back: "Back",
  close: "Close",
  cancel: "Cancel",
  dismiss: "Put away",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Couldn’t copy. Select the text and copy it by hand.",
  loading: "Loading…",
  more: "More",
} as const;
