import type { TextKey, Translate } from "../../i18n/texts.ts";

/** What is wrong in a form before the server is asked: a field's name and the text for it. Empty means that it can be sent. */
export type FieldProblems<Field extends string> = Readonly<Partial<Record<Field, ProblemKey>>>;

export type ProblemKey = Extract<
  TextKey,
  | "models.problemMissing"
  | "models.problemUrl"
  | "models.problemKeyMissing"
  | "models.problemSecretName"
  | "models.problemNumber"
  | "models.problemContext"
  | "models.problemTimeout"
  | "models.problemOutput"
  | "models.problemTemperature"
  | "models.problemServerKey"
  | "models.problemTaken"
  | "models.problemPairs"
>;

/** Whether anything is wrong. */
export function hasProblems(problems: FieldProblems<string>): boolean {
  return Object.keys(problems).length > 0;
}

/** The problem of a field in words. */
export function problemText<Field extends string>(
  t: Translate,
  problems: FieldProblems<Field>,
  field: Field,
): string | undefined {
  const key: ProblemKey | undefined = problems[field];
  return key === undefined ? undefined : t(key);
}

/** The problems whose condition holds; the first of a field counts. */
export function problemsWhere<Field extends string>(
  conditions: readonly (readonly [field: Field, isWrong: boolean, problem: ProblemKey])[],
): FieldProblems<Field> {
  const found: Partial<Record<Field, ProblemKey>> = {};
  for (const [field, isWrong, problem] of conditions) if (isWrong && found[field] === undefined) found[field] = problem;
  return found;
}

/** Whether a text is an address that the server takes: http or https, with a host. */
export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "";
}
