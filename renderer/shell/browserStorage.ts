/**
 * The browser's storage (or that of this tab alone), or null where it is denied: then nothing is remembered and everything else works.
 */
export function browserStorage(kind: "local" | "session" = "local"): Storage | null {
  try {
    return kind === "local" ? window.localStorage : window.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What a stored text holds; an empty object where there is none or it is damaged, which only costs the memory. */
export function readJson(text: string | null): unknown {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
