/** The number on the installed app's icon, where the system shows one. Refused ones (no permission, no such thing) cost only the number. */
export function showAppBadge(count: number): void {
  if (!("setAppBadge" in navigator)) return;
  const shown = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
  shown.catch((error: unknown) => {
    if (!(error instanceof DOMException)) throw error;
  });
}
