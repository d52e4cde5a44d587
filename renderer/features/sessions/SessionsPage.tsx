import { ChevronLeft, Ellipsis } from "lucide-react";
import { useEffect, useState } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { Banner } from "../../ui/Banner.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { ListDetail } from "../../ui/ListDetail.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { StatusDot } from "../../ui/StatusDot.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { PaneArea } from "./layout/PaneArea.tsx";
import { focusedSession, openTab } from "./layout/paneLayout.ts";
import { SessionList } from "./list/SessionList.tsx";
import { SessionView } from "./SessionView.tsx";
import { statusShape, statusWord } from "./sessionStatus.ts";
import { ToolIcon } from "./ToolIcon.tsx";
import { useSessionMenu } from "./useSessionMenu.ts";
import { useSessions, useSessionsModel } from "./useSessions.ts";
import { Welcome } from "./Welcome.tsx";

const usualListSize = 300;

/** The list beside the panes; on a phone the list, then one session. */
export function SessionsPage({ path }: PageProps) {
  const t = useText();
  const language = useLanguage();
  const { router } = useShell();
  const model = useSessionsModel();
  const isWide = useIsWide();
  const [listSize, setListSize] = useState(usualListSize);
  const wanted = path[0] ?? null;
  const isKnown = useSessions((state) => state.sessions.sequence !== null);
  const isEmpty = useSessions((state) => state.sessions.byId.size === 0);
  const session = useSessions((state) => (wanted === null ? undefined : state.sessions.byId.get(wanted)));
  const focused = useSessions((state) => focusedSession(state.layout));
  const problem = useSessions((state) => state.problem);

  useEffect(() => {
    model.setShown(true);
    return () => model.setShown(false);
  }, [model]);
  const exists = session !== undefined;
  useEffect(() => {
    if (!isKnown || wanted === null) return;
    if (exists) model.setLayout((layout) => (focusedSession(layout) === wanted ? layout : openTab(layout, wanted)));
    else router.navigate(["sessions"], { replace: true });
  }, [isKnown, wanted, exists, model, router]);
  useEffect(() => {
    if (isWide && wanted === null && focused !== null) router.navigate(["sessions", focused], { replace: true });
  }, [isWide, wanted, focused, router]);

  const detail = isWide ? (
    isKnown && isEmpty ? (
      <Welcome />
    ) : (
      <PaneArea />
    )
  ) : (
    session && <PhoneSession session={session} />
  );
  return (
    <>
      {problem && <Banner tone="info" title={t("sessions.listProblem")} body={describeError(problem, language)} />}
      <ListDetail
        list={<SessionList current={focused} />}
        detail={detail}
        isDetailShown={session !== undefined}
        listSize={listSize}
        onListSize={setListSize}
        dividerLabel={t("sessions.listWidth")}
      />
    </>
  );
}

/** One session on a phone: back, what it is, everything else in a menu. */
function PhoneSession({ session }: { readonly session: Session }) {
  const t = useText();
  const { router } = useShell();
  const menu = useSessionMenu();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-1">
        <IconButton icon={ChevronLeft} label={t("sessions.backToList")} onClick={() => router.navigate(["sessions"])} />
        <ToolIcon tool={session.tool} />
        <h1 className="ml-1 min-w-0 flex-1">
          <span className="block truncate text-13 font-semibold">{session.name}</span>
          <StatusDot shape={statusShape(session)} label={statusWord(session, t)} className="text-12 text-muted" />
        </h1>
        <Menu items={menu(session)}>
          <IconButton icon={Ellipsis} label={t("sessions.more")} />
        </Menu>
      </header>
      <SessionView key={session.id} session={session} isFocused />
    </div>
  );
}
