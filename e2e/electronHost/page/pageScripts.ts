import { type IsolatedWorldSettings, installIsolatedWorld } from "./isolatedWorld.ts";
import { installMainWorld } from "./mainWorld.ts";
import { createPageBase64, createStructuredCodec } from "./structuredCodec.ts";

/** Only the page itself has a preload: not the blank page before it, and not a frame in it. */
const onlyThePage = `if (window !== window.top || location.href === "about:blank") return;`;
const codec = `(${createStructuredCodec.toString()})((${createPageBase64.toString()})())`;

/** What runs first in the page's own world. */
export function mainWorldScript(eventName: string): string {
  return `(() => { ${onlyThePage} (${installMainWorld.toString()})(${JSON.stringify(eventName)}, ${codec}); })()`;
}

/** The preload with its surroundings, for the isolated world. */
export function isolatedWorldScript(settings: IsolatedWorldSettings, preloadSource: string): string {
  const values = JSON.stringify(settings);
  return `(() => { ${onlyThePage}
    const settings = ${values};
    const require = (${installIsolatedWorld.toString()})(settings, ${codec});
    const module = { exports: {} };
    (function (require, process, module, exports) {\n${preloadSource}\n})(require, settings.process, module, module.exports);
  })()`;
}
