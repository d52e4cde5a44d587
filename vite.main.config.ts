import { globSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { basename } from "node:path";
import { defineConfig } from "vite";

/**
 * The core for both hosts, bundled into few files: resolving some four hundred modules would take most of the start's time.
 * What stays outside: addons with a binary beside them, Electron, and what is read as files (the API page).
 */
const external = [/^better-sqlite3$/, /^electron$/, /^keytar$/, /^node-pty$/, /^swagger-ui-dist/, /^node:/];

const terminalLibraries = ["@xterm/headless", "@xterm/addon-unicode11"];

const entries = ["headless", "electron", "commandLine", "hook"].map((name) => `main/${name}.ts`);
const workers = globSync("main/**/*.worker.ts");

export default defineConfig({
  publicDir: false,
  // `ssr` is Vite's word for a bundle that runs in Node; everything not named above goes into it.
  ssr: { noExternal: true, target: "node" },
  // As Node resolves them, so that the same import works when the sources run directly: their "module" entries have other exports.
  resolve: {
    alias: terminalLibraries.map((find) => ({ find, replacement: createRequire(import.meta.url).resolve(find) })),
  },
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist/main",
    emptyOutDir: true,
    license: { fileName: "licences.md" },
    // Readable stacks need no source maps, which would be read at each start.
    minify: false,
    rolldownOptions: {
      external: [...external, ...builtinModules],
      input: Object.fromEntries([...entries, ...workers].map((file) => [basename(file, ".ts"), file])),
      output: {
        format: "esm",
        entryFileNames: "[name].js",
        // Flat: a worker is found beside the file that starts it, as `name.worker.ts` in the sources and `name.worker.js` here.
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
});
