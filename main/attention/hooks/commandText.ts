/**
 * A command line as the shell that tools run their hooks with reads it: `sh` on Unix, `cmd` on Windows (whose quoting keeps spaces
 * together; the words we pass have no quotes or percent signs in them).
 */
export function commandText(words: readonly string[], platform: NodeJS.Platform): string {
  return words.map((word) => (platform === "win32" ? windowsWord(word) : unixWord(word))).join(" ");
}

function unixWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function windowsWord(word: string): string {
  return /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`;
}
