import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{main,shared,preload,renderer,bench,e2e,scripts}/**/*.test.{ts,tsx,mjs}"],
    // Node-API addons and signals belong to processes, not threads.
    pool: "forks",
    // Machines with two cores run the whole suite too; a test that hangs still ends.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A condition is waited for as long as a busy machine may need; one that holds is seen at once.
    expect: { poll: { timeout: 10_000 } },
    restoreMocks: true,
    // A test reads the design tokens as text; without this every style sheet is empty in tests.
    css: { include: /\/tokens\.css/ },
  },
});
