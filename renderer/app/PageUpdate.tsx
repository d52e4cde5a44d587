import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { pageUpdate } from "../connection/pageUpdate.ts";
import { hasHeldInput } from "../features/sessions/terminal/heldInput.ts";
import { useText } from "../i18n/useText.ts";
import { browserStorage } from "../shell/browserStorage.ts";
import { useShell } from "../shell/shell.ts";
import { Banner } from "../ui/Banner.tsx";
import { Button } from "../ui/Button.tsx";

const reloadedForKey = "quarterdeck.reloadedFor";

/** After the server was updated: the page that belongs to it, by itself where that disturbs nobody. */
export function PageUpdate() {
  const { connection, status } = useShell();
  const t = useText();
  const server = useStore(status, (known) => known?.version ?? null);
  const [isOffered, setOffered] = useState(false);
  useEffect(() => {
    const storage = browserStorage("session");
    // The desktop's window is made anew with the app.
    const page = connection.kind === "port" ? undefined : builtAs();
    const reloadedFor = storage?.getItem(reloadedForKey) ?? null;
    const isBusy = hasHeldInput(storage) || isSomebodyTyping(document);
    const decision = pageUpdate({ page, server, reloadedFor, isBusy });
    setOffered(decision === "offer");
    if (decision !== "reload" || server === null) return;
    storage?.setItem(reloadedForKey, server);
    window.location.reload();
  }, [connection, server]);
  if (!isOffered) return null;
  return (
    <Banner tone="info" title={t("connection.updated")} body={t("connection.updatedBody")}>
      <Button size="small" onClick={() => window.location.reload()}>
        {t("connection.reload")}
      </Button>
    </Banner>
  );
}

function builtAs(): string | undefined {
  const version: unknown = import.meta.env.VITE_QUARTERDECK_VERSION;
  return typeof version === "string" ? version : undefined;
}

/** A form that is open, or words in a field, would be lost. */
function isSomebodyTyping(page: Document): boolean {
  if (page.querySelector('[role="dialog"], [role="alertdialog"]')) return true;
  return [...page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].some(
    ({ value, type }) => value !== "" && type !== "checkbox" && type !== "radio",
  );
}
