import { useEffect, useState } from "react";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { Banner } from "../../ui/Banner.tsx";
import { ListDetail } from "../../ui/ListDetail.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { PaneArea } from "./layout/PaneArea.tsx";
import { focusedSession, openTab } from "./layout/paneLayout.ts";
import { SessionList } from "./list/SessionList.tsx";
import { PhoneSession } from "./PhoneSession.tsx";
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
