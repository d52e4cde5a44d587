/** The system's own folder chooser where the desktop app offers one; null in a browser, whose machine may not be the sessions'. */
export function nativeFolderChooser(): ((startIn: string) => Promise<string | null>) | null {
  const bridge = window.quarterdeck;
  return bridge ? (startIn) => bridge.chooseFolder(startIn) : null;
}
