import { createRoot } from "react-dom/client";
import { createStore } from "zustand/vanilla";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Settings } from "#shared/contract/settings.ts";
import type { SystemStatus } from "#shared/contract/system.ts";
import { App } from "./app/App.tsx";
import { createAuthentication } from "./connection/authentication.ts";
import { type Carrier, createConnection } from "./connection/connection.ts";
import { loginCodeFromFragment } from "./connection/loginCode.ts";
import { openPortLink } from "./connection/openPortLink.ts";
import { openSocketLink } from "./connection/socketLink.ts";
import { createActionRegistry } from "./shell/actions.ts";
import { createAppearanceStore } from "./shell/appearance.ts";
import { createAppearanceKeeper } from "./shell/appearanceKeeper.ts";
import { browserStorage } from "./shell/browserStorage.ts";
import { createPutAwayStore } from "./shell/putAway.ts";
import { createRouter } from "./shell/router.ts";
import type { Shell } from "./shell/shell.ts";
import { createToasts } from "./shell/toasts.ts";
import "./ui/styles.css";

const code = takeLoginCode();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<App shell={createShell(code)} />);

/** The one-time code leaves the address before anything else runs: it must not stay in the history or be copied with a link. */
function takeLoginCode(): string | null {
  const found = loginCodeFromFragment(window.location.hash);
  if (found !== null) window.history.replaceState(null, "", "#/");
  return found;
}

function createShell(loginCode: string | null): Shell {
  const bridge = window.quarterdeck;
  const connection = createConnection(
    bridge ? { kind: "port", open: () => openPortLink(bridge) } : browserCarrier(),
    loginCode,
  );
  window.addEventListener("online", connection.wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") connection.wake();
  });
  const appearance = createAppearanceStore(browserStorage());
  return {
    connection,
    router: createRouter(window),
    actions: createActionRegistry(),
    toasts: createToasts(),
    appearance,
    keepAppearance: createAppearanceKeeper(appearance),
    settings: createStore<Settings | null>(() => null),
    putAway: createPutAwayStore(browserStorage()),
    status: createStore<SystemStatus | null>(() => null),
    permissions: createStore<readonly Permission[] | null>(() => null),
    isMac: /mac|iphone|ipad/i.test(navigator.platform),
  };
}

function browserCarrier(): Carrier {
  const authentication = createAuthentication((input, init) => fetch(input, init));
  return { kind: "socket", authentication, open: openSocketLink };
}
