import { useStore } from "zustand";
import { useText } from "../i18n/useText.ts";
import { useShell } from "../shell/shell.ts";
import { ToastList } from "../ui/ToastList.tsx";

/** The toasts at the corner. */
export function Messages() {
  const { toasts } = useShell();
  const t = useText();
  return (
    <ToastList
      toasts={useStore(toasts.store)}
      onDismiss={toasts.dismiss}
      label={t("app.messages")}
      closeLabel={t("app.dismiss")}
    />
  );
}
