const maximumLength = 80;

/**
 * A name that comes from outside, fit to be shown in a list and in a terminal: without control characters, line breaks and marks
 * that turn the direction of text around. Where nothing is left, the other one.
 */
export function plainName(given: string, otherwise: string): string {
  const plain = given
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, maximumLength)
    .toWellFormed()
    .trim();
  return plain === "" ? otherwise : plain;
}
