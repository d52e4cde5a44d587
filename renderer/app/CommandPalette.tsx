import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useMemo } from "react";
import { useStore } from "zustand";
import { createTranslate } from "../i18n/texts.ts";
import { useText } from "../i18n/useText.ts";
import type { Action } from "../shell/actions.ts";
import { useShell } from "../shell/shell.ts";
import { keyCaps } from "../shell/shortcut.ts";
import { Kbd } from "../ui/Kbd.tsx";

/** Every action by its name, with its keys. Closed first, then the action runs, so that it finds the focus where it was. */
export function CommandPalette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useText();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[10vh] z-40 mx-auto flex max-h-[70dvh] max-w-[600px] flex-col overflow-hidden rounded border border-line bg-raised shadow outline-none"
        >
          <Dialog.Title className="sr-only">{t("app.openPalette")}</Dialog.Title>
          {isOpen && <PaletteBody onClose={onClose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const { actions } = useShell();
  const t = useText();
  const all = useStore(actions.store);
  const groups = useMemo(() => {
    const offered = all.filter((action) => action.id !== "app.palette" && action.when?.() !== false);
    const inPlace = offered.toSorted((a, b) => actions.placeOf(a.id) - actions.placeOf(b.id));
    return Map.groupBy(inPlace, (action) => action.group(t));
  }, [all, actions, t]);
  const run = (action: Action): void => {
    onClose();
    // After the dialog has given the focus back.
    setTimeout(action.run, 0);
  };
  return (
    <Command label={t("app.openPalette")} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2.5 border-b border-line px-3.5">
        <Search size={16} className="shrink-0 text-muted" aria-hidden />
        <Command.Input
          placeholder={t("app.paletteHint")}
          className="h-11 flex-1 bg-transparent text-15 outline-none focus-visible:outline-none"
        />
      </div>
      <Command.List className="min-h-0 overflow-y-auto overscroll-contain p-1">
        <Command.Empty className="p-6 text-center text-13 text-muted">{t("app.paletteEmpty")}</Command.Empty>
        {[...groups].map(([group, members]) => (
          <Command.Group
            key={group}
            heading={group}
            className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-12 **:[[cmdk-group-heading]]:text-muted"
          >
            {members.map((action) => (
              <PaletteItem key={action.id} action={action} onRun={() => run(action)} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

const english = createTranslate("en");

function PaletteItem({ action, onRun }: { readonly action: Action; readonly onRun: () => void }) {
  const { isMac } = useShell();
  const t = useText();
  const { icon: Icon, shortcuts } = action;
  const shown = shortcuts?.[0];
  return (
    <Command.Item
      value={action.id}
      keywords={[action.title(t), action.title(english), action.group(t), action.keywords ?? ""]}
      onSelect={onRun}
      className="flex h-9 items-center gap-2.5 rounded px-2.5 text-13 select-none data-[selected=true]:bg-selected max-wide:h-11"
    >
      <span className="flex w-4 justify-center text-muted">
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      </span>
      <span className="flex-1 truncate">{action.title(t)}</span>
      {shown !== undefined && (
        // A phone has no such keys.
        <span className="max-wide:hidden">
          <Kbd keys={keyCaps(shown, isMac)} />
        </span>
      )}
    </Command.Item>
  );
}
