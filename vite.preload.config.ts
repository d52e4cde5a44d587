import { defineConfig } from "vite";

/** A sandboxed preload script is one CommonJS file that may only require "electron". */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: "preload/preload.ts",
    target: "chrome150",
    outDir: "dist/preload",
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
    },
  },
});
