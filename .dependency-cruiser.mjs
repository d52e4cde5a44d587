/**
 * Who may import whom; docs/architecture.md says why. Types count as imports. `scripts/checks/boundaries.test.ts` feeds each rule
 * a file that breaks it.
 */

/** Libraries that touch the world, each with the one place that may import it. */
const adapters = [
  { library: "electron", place: "^main/electron(/|\\.ts$)|^preload/" },
  { library: "node-pty", place: "^main/sessions/pty\\.ts$" },
  { library: "better-sqlite3", place: "^main/storage/" },
  { library: "keytar", place: "^main/core/secrets/" },
  { library: "electron-log", place: "^main/observability/" },
  { library: "prom-client", place: "^main/observability/" },
  { library: "ai|@ai-sdk/[^/]+", place: "^main/models/" },
  { library: "fastify|@fastify/[^/]+|socket\\.io|ws", place: "^main/relay/" },
];

/** zod and oRPC, whose client and wire format the renderer, the command line and the benchmarks share. */
const contractLibraries = "zod|@orpc/(contract|client|standard-server-peer)";

/**
 * Tests and what only they use (`testClient.ts`, `testing.ts`, `…TestKit.ts`, the process of `killedHost.ts`): they may look behind a
 * library and stand on other parts.
 */
const tests = "\\.test\\.tsx?$|TestKit\\.tsx?$|/(test(ing|[A-Z]\\w*)|killed[A-Z]\\w*)\\.tsx?$";

/** What a part takes from core: how to own, who calls, what the host can do. The contracts that core and the parts share are types. */
const sharedByParts =
  "^main/(storage|observability)/|^main/core/(scope|platform|caller|context|latestValue)\\.ts$|^main/[^/]+/contract\\.ts$";

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const forbidden = [
  {
    name: "resolvable",
    comment: "An import must lead somewhere.",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "no-cycles",
    comment: "Two files that need each other are one idea, or hide a third.",
    from: { path: "^(main|shared|preload|renderer)/" },
    to: { circular: true },
  },
  {
    name: "no-cycles-in-tools",
    comment: "Tests and scripts may know each other's types in a circle, as Electron's objects do.",
    from: { path: "^(e2e|bench|scripts)/" },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "shared-is-pure",
    comment:
      "shared runs on both sides: no Node, no DOM library, nothing of ours, nothing but zod and the contract library.",
    from: { path: "^shared/", pathNot: tests },
    to: { pathNot: `^shared/|(^|/)node_modules/(${contractLibraries})/` },
  },
  {
    name: "preload-knows-types-only",
    comment: "The preload script hands over a port; it takes no code from elsewhere, only types of shared.",
    from: { path: "^preload/", pathNot: tests },
    to: { pathNot: "^preload/|(^|/)node_modules/electron/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "preload-imports-shared-only",
    from: { path: "^preload/", pathNot: tests },
    to: { pathNot: "^preload/|^shared/|(^|/)node_modules/electron/" },
  },
  {
    name: "parts-do-not-meet",
    comment: "What a part needs from another comes in as an argument, wired in main/core/core.ts.",
    from: { path: "^main/([^/]+)/", pathNot: `^main/(core|electron|commandLine)/|${tests}` },
    to: { path: "^main/", pathNot: `^main/$1/|${sharedByParts}` },
  },
  {
    name: "main-imports-no-renderer",
    comment: "Not even a test does; but the stand-in for the models' servers is for the tests of both.",
    from: { path: "^main/" },
    to: { path: "^(renderer|preload|e2e|bench|scripts)/", pathNot: "^e2e/helpers/modelServer/" },
  },
  {
    name: "renderer-imports-no-main",
    from: { path: "^renderer/" },
    to: { path: "^(main|preload|e2e|bench|scripts)/" },
  },
  {
    name: "renderer-has-no-node",
    from: { path: "^renderer/", pathNot: tests },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "features-do-not-meet",
    from: { path: "^renderer/features/([^/]+)/" },
    to: { path: "^renderer/features/", pathNot: "^renderer/features/$1/" },
  },
  {
    name: "ui-knows-no-domain",
    from: { path: "^renderer/ui/", pathNot: tests },
    to: { path: "^(renderer|shared|main)/", pathNot: "^renderer/ui/" },
  },
  {
    name: "program-imports-no-tools",
    comment: "What ships does not lean on tests, benchmarks or scripts.",
    from: { path: "^(main|shared|preload|renderer)/", pathNot: tests },
    to: { path: `^(e2e|bench|scripts)/|${tests}` },
  },
  ...adapters.map(({ library, place }) => ({
    name: `one-place-for-${library.replace(/[^a-z0-9-]+/g, "-")}`,
    comment: "A library that touches the world has one adapter.",
    from: { path: "^(main|shared|preload|renderer)/", pathNot: `${place}|${tests}` },
    to: { path: `(^|/)node_modules/(${library})/|^(${library})$` },
  })),
];

/** @type {import("dependency-cruiser").IConfiguration} */
const configuration = {
  forbidden: forbidden.map((rule) => ({ severity: "error", ...rule })),
  options: {
    // TypeScript 6 stands beside 7 for this (package.json): 7 has no API to read types with.
    parser: "tsc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/|^\\.cache/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".d.ts"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};

export default configuration;
