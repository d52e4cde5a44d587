import { SquareTerminal } from "lucide-react";
import { useMemo } from "react";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import type { SessionsAction } from "./currentSession.ts";

/** More would drown the other commands; the list itself filters all of them. */
const maximumListed = 50;

/** Each session by its name, to be found by typing it. */
export function useOpenActions(): readonly SessionsAction[] {
  const model = useSessionsModel();
  const names = useSessions((state) =>
    [...state.sessions.byId.values()]
      .slice(0, maximumListed)
      .map(({ id, name, folder }) => `${id}\n${name}\n${folder}`)
      .join("\0"),
  );
  return useMemo(
    () =>
      names
        .split("\0")
        .filter(Boolean)
        .map((entry): SessionsAction => {
          const [id = "", name = "", folder = ""] = entry.split("\n");
          return {
            id: `sessions.open.${id}`,
            title: (t) => t("sessions.openNamed", { name }),
            keywords: folder,
            icon: SquareTerminal,
            run: () => model.go(id),
          };
        }),
    [names, model],
  );
}
