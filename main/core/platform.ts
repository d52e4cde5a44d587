/** What only the surrounding host can do. The desktop does it with Electron, the headless host does without. */
export interface Platform {
  readonly host: "desktop" | "headless";
  /** Opens an http(s) address in the user's browser; false where there is none. */
  openExternal(url: string): Promise<boolean>;
}
