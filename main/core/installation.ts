import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

/** Where this program lies, run from its sources, built or packaged. */
export interface Installation {
  readonly version: string;
  readonly rendererFolder: string;
  /** Swagger UI's files, for the API's page. */
  readonly swaggerFolder: string;
}

const packageFile = z.object({ name: z.literal("quarterdeck"), version: z.string() });

/** Looks upwards from this file for the program's own package.json. */
export function findInstallation(): Installation {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    const found = existsSync(file) ? packageFile.safeParse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
    if (found?.success) {
      const require = createRequire(file);
      return {
        version: found.data.version,
        rendererFolder: join(folder, "dist", "renderer"),
        swaggerFolder: dirname(require.resolve("swagger-ui-dist/package.json")),
      };
    }
    if (folder === dirname(folder)) throw new Error("The program's package.json is missing");
  }
}
