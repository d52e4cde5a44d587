/** Fails if a file imports what it may not; the rules are in .dependency-cruiser.mjs. */
import { say } from "../setup/say.mjs";
import { codeFolders, findViolations } from "./cruise.mjs";

const violations = await findViolations(codeFolders);
for (const { rule, from, to, comment } of violations) say(`${rule}: ${from} → ${to}${comment ? `\n  ${comment}` : ""}`);
if (violations.length > 0) process.exitCode = 1;
