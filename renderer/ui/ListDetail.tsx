import type { ReactNode } from "react";
import { SplitPane } from "./SplitPane.tsx";
import { useIsWide } from "./useMediaQuery.ts";

export interface ListDetailProps {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** On a phone: show the detail, not the list. */
  readonly isDetailShown: boolean;
  readonly listSize: number;
  readonly onListSize: (size: number) => void;
  readonly dividerLabel: string;
}

const limits = { minimum: 200, maximum: 480, rest: 360 } as const;

/** A list column beside the main pane; on a phone the two are levels, one shown at a time. */
export function ListDetail({ list, detail, isDetailShown, listSize, onListSize, dividerLabel }: ListDetailProps) {
  const isWide = useIsWide();
  if (!isWide)
    return <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-main">{isDetailShown ? detail : list}</div>;
  return (
    <SplitPane
      direction="horizontal"
      size={listSize}
      onSize={onListSize}
      limits={limits}
      label={dividerLabel}
      first={<div className="flex min-h-0 flex-1 flex-col bg-surface">{list}</div>}
      second={<div className="flex min-h-0 min-w-0 flex-1 flex-col bg-main">{detail}</div>}
    />
  );
}
