import { join } from "node:path";

/** The folder of package.json; the built program lies in its `dist`. */
export const projectFolder = join(import.meta.dirname, "..", "..");
