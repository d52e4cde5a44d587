/** The longest text a log keeps of one value, in characters. */
const maximumLoggedCharacters = 2000;

/** Room for the words in the middle, whatever number stands in them. */
const markerRoom = 40;

/**
 * A text no longer than `maximum` characters (UTF-16 units; at least 100): a longer one keeps its head and, as errors tend to
 * stand at the end, nearly as much of its tail, and says between them how many characters were cut. Never splits a character.
 */
export function truncate(text: string, maximum: number = maximumLoggedCharacters): string {
  if (maximum < 100) throw new RangeError("truncate needs room for 100 characters");
  if (text.length <= maximum) return text;
  const room = maximum - markerRoom;
  const headLength = Math.ceil(room * 0.6);
  const head = text.slice(0, splitsCharacter(text, headLength) ? headLength - 1 : headLength);
  const tailStart = text.length - (room - headLength);
  const tail = text.slice(splitsCharacter(text, tailStart) ? tailStart + 1 : tailStart);
  return `${head}… [${text.length - head.length - tail.length} characters cut] …${tail}`;
}

/** Whether the two halves of one character stand before and after this index. */
function splitsCharacter(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
