import type { LucideIcon } from "lucide-react";
import { DropdownMenu as Radix, ContextMenu as RadixContext } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Kbd } from "./Kbd.tsx";

export type MenuItem =
  | {
      readonly kind: "action";
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly keys?: readonly string[];
      readonly isDangerous?: boolean;
      readonly isDisabled?: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: "separator"; readonly id: string };

const panelLook = "appear z-50 min-w-48 max-w-80 rounded border border-line bg-raised p-1 shadow";

export interface MenuProps {
  readonly items: readonly MenuItem[];
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom" | "right";
  /** The button that opens it: one element that takes a ref. */
  readonly children: ReactNode;
}

/** A menu under a button. */
export function Menu({ items, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={panelLook}>
          {items.map((item) =>
            item.kind === "separator" ? (
              <Radix.Separator key={item.id} className="my-1 h-px bg-line" />
            ) : (
              <Radix.Item
                key={item.id}
                disabled={item.isDisabled === true}
                onSelect={item.onSelect}
                className={itemLook(item)}
              >
                <ItemBody item={item} />
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The same items at the pointer, on right click, long press or the menu key. */
export function ContextMenu({
  items,
  children,
}: {
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
}) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={panelLook}>
          {items.map((item) =>
            item.kind === "separator" ? (
              <RadixContext.Separator key={item.id} className="my-1 h-px bg-line" />
            ) : (
              <RadixContext.Item
                key={item.id}
                disabled={item.isDisabled === true}
                onSelect={item.onSelect}
                className={itemLook(item)}
              >
                <ItemBody item={item} />
              </RadixContext.Item>
            ),
          )}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

type ActionItem = Extract<MenuItem, { kind: "action" }>;

function itemLook({ isDangerous = false }: ActionItem): string {
  return classes(
    "flex min-h-7 items-center gap-2 rounded px-2 text-13 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover max-wide:min-h-11",
    isDangerous ? "text-danger" : "text-text",
  );
}

function ItemBody({ item: { icon: Icon, label, keys } }: { readonly item: ActionItem }) {
  return (
    <>
      <span className="flex w-4 shrink-0 justify-center">
        {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden />}
      </span>
      <span className="flex-1 truncate">{label}</span>
      {keys && <Kbd keys={keys} />}
    </>
  );
}
