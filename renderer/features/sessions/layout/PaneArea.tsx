import { useLayoutEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { SplitPane } from "../../../ui/SplitPane.tsx";
import { SessionView } from "../SessionView.tsx";
import { useSession, useSessions, useSessionsModel } from "../useSessions.ts";
import { focusPane, type Pane, setRatio } from "./paneLayout.ts";
import { EmptyPane, TabStrip } from "./TabStrip.tsx";

const minimumPane = 160;

/** The panes with their tabs: one, or two with a divider between them. */
export function PaneArea() {
  const t = useText();
  const model = useSessionsModel();
  const layout = useSessions((state) => state.layout);
  const frame = useRef<HTMLDivElement>(null);
  const total = useLength(frame, layout.direction === "beside");
  const [first, second] = layout.panes;
  const pane = (content: Pane, index: 0 | 1) => (
    <PaneFrame pane={content} index={index} isFocused={layout.focused === index} isSplit={second !== undefined} />
  );
  return (
    <div ref={frame} className="flex min-h-0 min-w-0 flex-1 flex-col">
      {second === undefined || total === 0 ? (
        pane(first, 0)
      ) : (
        <SplitPane
          direction={layout.direction === "beside" ? "horizontal" : "vertical"}
          size={Math.round(total * layout.ratio)}
          onSize={(size) => model.setLayout((current) => setRatio(current, size / total))}
          limits={{ minimum: minimumPane, maximum: Math.max(total - minimumPane, minimumPane), rest: minimumPane }}
          label={t("sessions.paneDivider")}
          first={pane(first, 0)}
          second={pane(second, 1)}
        />
      )}
    </div>
  );
}

interface PaneFrameProps {
  readonly pane: Pane;
  readonly index: 0 | 1;
  readonly isFocused: boolean;
  readonly isSplit: boolean;
}

function PaneFrame({ pane, index, isFocused, isSplit }: PaneFrameProps) {
  const t = useText();
  const model = useSessionsModel();
  const session = useSession(pane.active ?? "");
  const focus = (): void => model.setLayout((layout) => focusPane(layout, index));
  return (
    <section
      aria-label={session ? session.name : t("sessions.emptyPaneName")}
      onFocusCapture={focus}
      onPointerDownCapture={focus}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      {pane.tabs.length > 0 && <TabStrip pane={pane} index={index} isFocused={isFocused} isSplit={isSplit} />}
      {session ? (
        <SessionView key={session.id} session={session} isFocused={isFocused} />
      ) : (
        <EmptyPane isSplit={isSplit} />
      )}
    </section>
  );
}

/** The width or height of an element, followed as it changes; 0 before it is laid out. */
function useLength(element: React.RefObject<HTMLElement | null>, isWidth: boolean): number {
  const [length, setLength] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = (): void => setLength(isWidth ? target.clientWidth : target.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, isWidth]);
  return length;
}
