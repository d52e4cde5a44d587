import { createHash } from "node:crypto";
import type { Language } from "#shared/errors/errorTexts.ts";
import { trustTexts } from "./trustTexts.ts";

export interface TrustPage {
  readonly html: string;
  /** Allows the page its own style and nothing else. */
  readonly contentSecurityPolicy: string;
}

export interface TrustPageOptions {
  readonly language: Language;
  /** `<name>.local` */
  readonly name: string;
  /** The authority's; null where there is none, with the user's own certificate. */
  readonly fingerprint: string | null;
  /** Where to go afterwards. */
  readonly url: string;
}

const style = `
:root { color-scheme: light dark; }
body { font: 17px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1.5rem max(1.25rem, env(safe-area-inset-left)); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
.compare { border-inline-start: .25rem solid #c2410c; padding-inline-start: .75rem; }
code, .fingerprint { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
nav a { display: block; padding: .75rem 1rem; margin: .5rem 0; border: 1px solid; border-radius: .5rem; text-decoration: none; color: inherit; }
.language { float: inline-end; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
`;

/** A page without scripts and without anything to load. */
export function trustPage({ language, name, fingerprint, url }: TrustPageOptions): TrustPage {
  const texts = trustTexts[language];
  const other: Language = language === "en" ? "zh-CN" : "en";
  const switcher = `<a class="language" lang="${other}" hreflang="${other}" href="/trust?language=${other}">${texts.otherLanguage}</a>`;
  const body =
    fingerprint === null
      ? `<p>${escaped(texts.nothing)}</p>`
      : `<p>${escaped(texts.whatFor.replace("{name}", name))}</p>
<p class="compare">${escaped(texts.compare)}</p>
<p>${escaped(texts.fingerprint)}<br><span class="fingerprint">${escaped(fingerprint)}</span></p>
<nav>
<a href="/trust/authority.mobileconfig">${escaped(texts.download.profile)}</a>
<a href="/trust/authority.crt">${escaped(texts.download.certificate)}</a>
<a href="/trust/authority.pem">${escaped(texts.download.pem)}</a>
</nav>
${texts.steps.map(section).join("\n")}
<p>${escaped(texts.limits)}</p>`;
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped(texts.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${switcher}
<h1>${escaped(texts.title)}</h1>
${body}
<p>${escaped(texts.afterwards)} <a href="${escaped(url)}">${escaped(url)}</a></p>
</main>
</body>
</html>
`;
  const hash = createHash("sha256").update(style).digest("base64");
  return {
    html,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

function section({ system, steps }: { readonly system: string; readonly steps: readonly string[] }): string {
  return `<h2>${escaped(system)}</h2>\n<ol>${steps.map((step) => `<li>${escaped(step)}</li>`).join("")}</ol>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
