import { readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The core that `npm run dev` started; the page asks it through this server. */
const core = process.env["QUARTERDECK_DEVELOPMENT_CORE"];

export default defineConfig({
  root: "renderer",
  // Relative: the same files are served over HTTP and from the desktop's own scheme.
  base: "./",
  plugins: [react(), tailwindcss(), withFontLicence(), withoutPolicyInDevelopment()],
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

/** Hot reloading writes an inline script into the page, which the policy forbids; only the development server leaves it out. */
function withoutPolicyInDevelopment(): Plugin {
  return {
    name: "without-policy-in-development",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}
