import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Translate } from "../i18n/texts.ts";

export interface PageProps {
  /** What follows the feature's own segment: `#/sessions/<id>/replay` gives ["<id>", "replay"]. */
  readonly path: readonly string[];
}

/** One entry of the rail: what a part of the product brings to the frame. Listed in app/features.ts. */
export interface Feature {
  /** The first segment of its address. */
  readonly id: string;
  readonly title: (t: Translate) => string;
  readonly icon: LucideIcon;
  readonly place: "top" | "bottom";
  /** Without this permission the feature is not shown. */
  readonly permission: Permission;
  /** True for a page whose address has no "one thing open": on a phone the bottom bar stays. */
  readonly hasOneLevel?: boolean;
  /** A small mark at its entry, such as how many items wait; renders nothing where there is nothing to say. */
  readonly Badge?: ComponentType;
  readonly Page: ComponentType<PageProps>;
  /** Always mounted while connected, whichever page is shown: streams, actions, dialogs. Renders nothing or dialogs. */
  readonly Background?: ComponentType;
}
