import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's (or the installed package's) top folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What can be thrown away at any time: downloads, build marks, type information. */
export const cacheFolder = join(root, ".cache");

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** @param {...string} parts */
export const inCache = (...parts) => join(cacheFolder, ...parts);
