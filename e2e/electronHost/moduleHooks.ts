import { registerHooks } from "node:module";
import { named } from "./named.ts";

const address = "electron-host:electron";

/**
 * Makes `import … from "electron"` and `require("electron")` give the module of the stand-in. Importing a name that it does not have
 * fails at once with that name.
 */
export function provideElectron(electron: Readonly<Record<string, unknown>>): void {
  const key = "electronHostModule";
  Object.defineProperty(globalThis, key, { value: named("electron", { ...electron }) });
  const names = Object.keys(electron);
  const source = [
    `const electron = globalThis.${key};`,
    "export default electron;",
    'export { electron as "module.exports" };',
    ...names.map((name) => `export const ${name} = electron.${name};`),
  ].join("\n");
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "electron" || specifier === "electron/main"
        ? { url: address, format: "module", shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === address ? { format: "module", source, shortCircuit: true } : next(url, context),
  });
}
