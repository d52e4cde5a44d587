/** About what a system's notification shows before it cuts. */
const glance = { characters: 240, lines: 4 } as const;

/**
 * Whether all that an answer is about can be read in a notification: a text that is cut, or that line breaks push out of sight, must not be
 * allowed there. The text is a tool's own and may be made for this.
 */
export function isAnswerableAtAGlance({
  text,
  detail,
}: {
  readonly text: string;
  readonly detail: string | null;
}): boolean {
  const shown = detail === null ? text : `${text}\n${detail}`;
  return shown.length <= glance.characters && shown.split("\n").length <= glance.lines;
}
