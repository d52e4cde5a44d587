import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./IconButton.tsx";

export interface PageHeaderProps {
  readonly title: string;
  /** Shown on a phone alone: where list and pane are beside each other there is nothing to go back to. */
  readonly back?: { readonly label: string; readonly onBack: () => void };
  /** Buttons at its end. */
  readonly children?: ReactNode;
}

/** The line above a list or a pane. */
export function PageHeader({ title, back, children }: PageHeaderProps) {
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4 max-wide:h-13">
      {back && <IconButton icon={ChevronLeft} label={back.label} onClick={back.onBack} className="-ml-3 wide:hidden" />}
      <h1 className="min-w-0 flex-1 truncate text-13 font-semibold max-wide:text-15">{title}</h1>
      {children}
    </header>
  );
}
