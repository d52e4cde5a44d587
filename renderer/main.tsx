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
import { createPhoneLinkOpener } from "./connection/phone/phoneLink.ts";
import { openSocketLink } from "./connection/socketLink.ts";
import { browserWakeSources, onWake } from "./connection/wakeSignals.ts";
import { createPhoneDesk, type PhoneDesk } from "./pairing/phoneDesk.ts";
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
  // Before the router: a pairing link's fragment is no address of a page.
  const phoneDesk = bridge ? null : createPhoneDesk(window);
  const connection = createConnection(
    bridge ? { kind: "port", open: () => openPortLink(bridge) } : browserCarrier(phoneDesk),
    {
      ...(loginCode === null ? {} : { code: loginCode }),
      isSeen: () => document.visibilityState === "visible",
    },
  );
  onWake(browserWakeSources(), connection.wake);
  const appearance = createAppearanceStore(browserStorage());
  return {
    connection,
    phoneDesk,
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

/**
 * Phones come over HTTPS with their key; a browser at this machine comes over plain HTTP to the loopback address and signs in. Which one
 * this is follows from the address alone: no link and no answer of a server can talk the page into the other way.
 */
function browserCarrier(desk: PhoneDesk | null): Carrier {
  if (desk && window.location.protocol === "https:") {
    const open = createPhoneLinkOpener({
      ...desk,
      openSocket: (signal, proof) => openSocketLink({ kind: "phone", proof }, signal),
    });
    return { kind: "phone", open };
  }
  const authentication = createAuthentication((input, init) => fetch(input, init));
  return { kind: "socket", authentication, open: (signal) => openSocketLink({ kind: "cookie" }, signal) };
}
