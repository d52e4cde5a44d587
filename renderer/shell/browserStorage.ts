/** The browser's storage, or null where it is denied: then nothing is remembered and everything else works. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
