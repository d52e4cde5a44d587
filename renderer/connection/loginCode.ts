/** The one-time code in a fragment like `#login=abc`, or null. */
export function loginCodeFromFragment(fragment: string): string | null {
  const code = new URLSearchParams(fragment.replace(/^#/, "")).get("login");
  return code === null || code === "" ? null : code;
}

/** The code in what a person pasted: the whole link, its fragment, or the code alone; null if none can be found. */
export function loginCodeFromText(text: string): string | null {
  const trimmed = text.trim();
  const hash = trimmed.indexOf("#");
  if (hash >= 0) return loginCodeFromFragment(trimmed.slice(hash));
  return /^[A-Za-z0-9_-]{8,256}$/.test(trimmed) ? trimmed : null;
}
