import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { ConnectionContext, useConnectionState } from "../connection/useConnection.ts";
import { resolveLanguage } from "../i18n/language.ts";
import { createTranslate } from "../i18n/texts.ts";
import { LanguageContext } from "../i18n/useText.ts";
import { PairingPage } from "../pairing/PairingPage.tsx";
import { type Shell, ShellContext, useShell } from "../shell/shell.ts";
import { TooltipProvider } from "../ui/Tooltip.tsx";
import { CommandPalette } from "./CommandPalette.tsx";
import { CrashBoundary } from "./CrashBoundary.tsx";
import { Frame } from "./Frame.tsx";
import { Messages } from "./Messages.tsx";
import { SignInPage } from "./SignInPage.tsx";
import { useAppActions } from "./useAppActions.ts";
import { useKeyboard } from "./useKeyboard.ts";
import { useServerState } from "./useServerState.ts";
import { useTheme } from "./useTheme.ts";
import { WaitingPage } from "./WaitingPage.tsx";

/** The whole interface around one shell. */
export function App({ shell }: { readonly shell: Shell }) {
  const choice = useStore(shell.appearance, (appearance) => appearance.language);
  const language = resolveLanguage(choice, navigator.languages);
  const value = useMemo(() => ({ language, t: createTranslate(language) }), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <LanguageContext value={value}>
      <ShellContext value={shell}>
        <ConnectionContext value={shell.connection}>
          <TooltipProvider>
            <CrashBoundary>
              <Surface />
            </CrashBoundary>
            <Messages />
          </TooltipProvider>
        </ConnectionContext>
      </ShellContext>
    </LanguageContext>
  );
}

/** Stands in where there is no desk: hooks must not be conditional. */
const noInvitation = createStore<string | null>(() => null);

function Surface() {
  const connection = useConnectionState();
  const {
    connection: { admitted },
    permissions,
    phoneDesk,
  } = useShell();
  const invitation = useStore(phoneDesk?.invitation ?? noInvitation);
  const isKnown = useStore(permissions, (granted) => granted !== null);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  useTheme();
  useServerState();
  useAppActions(setPaletteOpen);
  useKeyboard();

  if (phoneDesk && invitation !== null) {
    const leave = (): void => phoneDesk.invitation.setState(null, true);
    const enter = (): void => {
      leave();
      admitted();
    };
    // Another link opened meanwhile begins anew.
    return <PairingPage key={invitation} desk={phoneDesk} secret={invitation} onLeave={leave} onPaired={enter} />;
  }
  if (connection.kind === "signedOut") return <SignInPage reason={connection.reason} />;
  if (!isKnown) return <WaitingPage />;
  return (
    <>
      <Frame onOpenPalette={() => setPaletteOpen(true)} />
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
    </>
  );
}
