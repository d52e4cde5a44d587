import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { build, defineConfig, type Plugin } from "vite";

/** The core that `npm run dev` started; the page asks it through this server. */
const core = process.env["QUARTERDECK_DEVELOPMENT_CORE"];

export default defineConfig({
  root: "renderer",
  // Relative: the same files are served over HTTP and from the desktop's own scheme.
  base: "./",
  // So that the page knows when the server was updated under it.
  define: { "import.meta.env.VITE_QUARTERDECK_VERSION": JSON.stringify(version()) },
  plugins: [react(), tailwindcss(), withFontLicence(), withServiceWorker(), withoutPolicyInDevelopment()],
  build: {
    target: "es2023",
    outDir: "../dist/renderer",
    emptyOutDir: true,
    // Nothing inline: the page's policy allows scripts and fonts from its own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    license: { fileName: "licences.md" },
    // The terminal and the interface are one page; a warning about their size would only be noise.
    chunkSizeWarningLimit: 2000,
  },
  ...(core ? { server: developmentServer(core) } : {}),
});

function developmentServer(target: string) {
  // The core answers its own origin only, so the page's requests get it.
  const headers = { origin: target };
  const forward = { target, changeOrigin: true, headers };
  return {
    host: "127.0.0.1",
    port: 5175,
    strictPort: true,
    proxy: {
      "/api": forward,
      "/auth": forward,
      "/healthz": forward,
      "/socket.io": { ...forward, ws: true },
    },
  };
}

function version(): string {
  const description: unknown = JSON.parse(readFileSync("package.json", "utf8"));
  if (typeof description === "object" && description && "version" in description) return String(description.version);
  throw new Error("package.json has no version");
}

/** The font's licence (OFL) must come with it; Vite's own list of licences knows JavaScript only. */
function withFontLicence(): Plugin {
  return {
    name: "with-font-licence",
    apply: "build",
    generateBundle() {
      const source = readFileSync("node_modules/@fontsource-variable/jetbrains-mono/LICENSE", "utf8");
      this.emitFile({ type: "asset", fileName: "licence-jetbrains-mono.txt", source });
    },
  };
}

/**
 * The service worker (`sw.js`) with the list of the files it keeps: what the build made and what lies in `public`, except what a page
 * never asks for. Built by itself, as one file that shares nothing with the page.
 */
function withServiceWorker(): Plugin {
  return {
    name: "with-service-worker",
    apply: "build",
    async generateBundle(_options, bundle) {
      const isKept = (file: string): boolean => !/\.(map|md|txt|html)$/.test(file);
      const built = Object.values(bundle).filter(({ fileName }) => isKept(fileName));
      const own = readdirSync("renderer/public").filter(isKept);
      const hash = createHash("sha256");
      for (const { fileName } of built) hash.update(fileName);
      for (const file of own) hash.update(readFileSync(`renderer/public/${file}`));
      const source = await buildServiceWorker({
        builtFiles: JSON.stringify([...built.map(({ fileName }) => fileName), ...own].sort()),
        buildName: JSON.stringify(hash.digest("hex").slice(0, 16)),
      });
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

async function buildServiceWorker(define: Readonly<Record<string, string>>): Promise<string> {
  const result = await build({
    configFile: false,
    root: "renderer",
    publicDir: false,
    logLevel: "warn",
    define,
    build: {
      write: false,
      target: "es2023",
      rolldownOptions: { input: "renderer/serviceWorker/serviceWorker.ts", output: { format: "iife" } },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !("output" in output)) throw new Error("The service worker's build gave no files.");
  return output.output[0].code;
}

/** Hot reloading writes an inline script into the page, which the policy forbids; only the development server leaves it out. */
function withoutPolicyInDevelopment(): Plugin {
  return {
    name: "without-policy-in-development",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}
