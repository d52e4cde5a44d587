/**
 * Cuts Markdown into blocks that mean the same by themselves, so that an answer that grows is parsed at its end alone. The blocks put
 * together are the text. It cuts only where nothing before can reach: at a blank line outside of fenced code, before a line that
 * begins a plain paragraph, a heading or a fence. Lists, quotes, tables and indented text stay with what is before them; a text that
 * defines references or footnotes is not cut, as they reach everywhere.
 */
export function markdownBlocks(text: string): readonly string[] {
  if (text === "") return [];
  if (/^ {0,3}\[[^\]\n]+\]:/m.test(text)) return [text];
  const blocks: string[] = [];
  let begin = 0;
  let fence: string | null = null;
  let isAfterBlank = false;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const next = end === -1 ? text.length : end + 1;
    const line = text.slice(at, end === -1 ? text.length : end);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && isAfterBlank && at > begin && beginsAnew(line)) {
      blocks.push(text.slice(begin, at));
      begin = at;
    }
    if (fence !== null) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = null;
    } else if (mark !== undefined) fence = mark;
    isAfterBlank = fence === null && line.trim() === "";
    at = next;
  }
  blocks.push(text.slice(begin));
  return blocks;
}

/** Whether a line after a blank one surely begins a block of its own: no list item, quote, table row, HTML or indented text. */
function beginsAnew(line: string): boolean {
  if (/^(#{1,6}[ \t]|```|~~~)/.test(line)) return true;
  return /^[\p{L}`"'“‘「『（(*_]/u.test(line) && !/^([*+-]|\d{1,9}[.)])([ \t]|$)/.test(line);
}
