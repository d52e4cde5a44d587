/** A key or two that answers what a tool usually asks. */
export interface UsualAnswer {
  readonly label: string;
  readonly data: string;
}

const numbers: readonly UsualAnswer[] = ["1", "2", "3"].map((label) => ({ label, data: label }));
const yesNo: readonly UsualAnswer[] = ["y", "n"].map((label) => ({ label, data: label }));

/** Tools that ask with a numbered list; most others ask for y or n. Keys of the catalogue (main/sessions/tools). */
const numbering: ReadonlySet<string> = new Set(["claude", "gemini", "opencode"]);

/** What the key bar offers for a tool, what it asks most first. */
export function usualAnswers(tool: string): readonly UsualAnswer[] {
  return numbering.has(tool) ? [...numbers, ...yesNo] : [...yesNo, ...numbers];
}
