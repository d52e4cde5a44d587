import { randomInt } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import { readIfThere } from "./readIfThere.ts";

/** Without those that are taken for each other when read aloud or typed: 0 and o, 1 and l and i. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
/** 31⁵ names: two machines in one network hardly ever choose the same. */
const randomLetters = 5;

/** The name that was chosen once for this machine, `quarterdeck-` and some letters; chosen now if there is none. Throws STORAGE_FAILED, DISK_FULL. */
export async function chosenHostName(folder: string): Promise<string> {
  const file = join(folder, "name");
  const kept = (await readIfThere(file))?.trim();
  if (kept !== undefined && /^quarterdeck-[a-z0-9]{4,6}$/.test(kept)) return kept;
  const chosen = `quarterdeck-${Array.from({ length: randomLetters }, () => letters[randomInt(letters.length)]).join("")}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(file, `${chosen}\n`);
  return chosen;
}
