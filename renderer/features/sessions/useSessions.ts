import { useStore } from "zustand";
import type { Session } from "#shared/contract/sessions.ts";
import type { Tool } from "#shared/contract/tools.ts";
import { useShell } from "../../shell/shell.ts";
import { type SessionsModel, type SessionsState, sessionsModelOf } from "./sessionsModel.ts";

/** The model of the sessions. */
export function useSessionsModel(): SessionsModel {
  return sessionsModelOf(useShell());
}

/** A part of what is known of the sessions; select the least that is needed. */
export function useSessions<T>(select: (state: SessionsState) => T): T {
  return useStore(useSessionsModel().store, select);
}

export function useSession(id: string): Session | undefined {
  return useSessions((state) => state.sessions.byId.get(id));
}

/** The tool of a session as the catalogue has it; undefined while it is loading and for tools that were taken out of it. */
export function useTool(key: string): Tool | undefined {
  return useSessions((state) => state.tools?.find((tool) => tool.key === key));
}
