import { globSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { basename } from "node:path";
import { defineConfig, type Plugin } from "vite";

/**
 * The core for both hosts, bundled into few files: resolving some four hundred modules would take most of the start's time.
 * What stays outside: addons with a binary beside them, Electron, and what is read as files (the API page).
 */
const external = [/^better-sqlite3$/, /^electron$/, /^keytar$/, /^node-pty$/, /^swagger-ui-dist/, /^node:/];

const terminalLibraries = ["@xterm/headless", "@xterm/addon-unicode11"];

const entries = ["headless", "electron", "commandLine", "hook"].map((name) => `main/${name}.ts`);
const workers = globSync("main/**/*.worker.ts");

/**
 * V8 keeps a file's text for as long as it runs, with two bytes a character unless all of it is ASCII: our Chinese texts would double
 * megabytes of libraries. Such characters stand in strings, patterns and comments alone, where their escapes mean the same.
 */
const oneByteText: Plugin = {
  name: "one-byte-text",
  enforce: "post",
  // At the very end: what prints the code before writes the characters themselves.
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = escaped(file.code);
  },
};

function escaped(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export default defineConfig({
  plugins: [oneByteText],
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
        // Read by nobody here, and kept in memory as the rest; licences are in their own file.
        comments: false,
        entryFileNames: "[name].js",
        // Flat: a worker is found beside the file that starts it, as `name.worker.ts` in the sources and `name.worker.js` here.
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
});
