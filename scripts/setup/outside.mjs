import { installMissing, testNeeds } from "./debian.mjs";
import { say } from "./say.mjs";

/** Brings what comes from Debian and not from npm. What stays missing is said; the tests that need it say so again as they skip. */
export async function bringOutsideNeeds() {
  const missing = await installMissing(testNeeds);
  if (missing.length > 0) say(`Missing, and some tests will be skipped for it: apt-get install ${missing.join(" ")}`);
}
