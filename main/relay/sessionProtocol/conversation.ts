import { assertNever } from "#shared/assertNever.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import { allows } from "#shared/contract/scopes.ts";
import type { Session } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { toAppError } from "../../observability/toAppError.ts";
import type { SessionCalls } from "../contract.ts";
import type { ClientMessage } from "./messages.ts";
import { failureMessage } from "./protocolErrors.ts";
import { sessionObject } from "./sessionObject.ts";
import type { SessionOutput } from "./sessionOutput.ts";

export interface ConversationDeps {
  readonly calls: SessionCalls;
  readonly output: SessionOutput;
  readonly scopes: readonly Scope[];
  readonly send: (message: object) => void;
  readonly log: Log;
}

/** Messages of one client that may be worked on at once; stopping a session takes seconds, typing must not wait for it. */
const maximumOpenMessages = 64;

/** Reads as "droid" what older clients of this protocol call it. */
const toolAliases: ReadonlyMap<string, string> = new Map([
  ["factroydroid", "droid"],
  ["factorydroid", "droid"],
]);

/** Answers one authenticated client. Messages are begun in the order they come in, so that what is typed stays in order. */
export function createConversation(deps: ConversationDeps): (message: ClientMessage) => void {
  let open = 0;
  return (message) => {
    const fail = (error: unknown): void => {
      const sessionId = "session_id" in message ? message.session_id : undefined;
      deps.send(failureMessage(toAppError(error, { log: deps.log, context: { message: message.type } }), sessionId));
    };
    if (open >= maximumOpenMessages) {
      fail(new AppError("RATE_LIMITED", { details: { limit: maximumOpenMessages } }));
      return;
    }
    open += 1;
    answer(message, deps)
      .catch(fail)
      .finally(() => {
        open -= 1;
      });
  };
}

async function answer(message: ClientMessage, { calls, output, scopes, send }: ConversationDeps): Promise<void> {
  const follow = async (session: string, from: "beginning" | "screen"): Promise<void> => {
    if (allows(scopes, "watch")) await output.follow(calls, session, from);
  };
  const type = async (session: string, text: string): Promise<number> => {
    // Typed before anything is waited for: what is typed stays in order. Followed at once: the answer must not be missed.
    const [{ bytes }] = await Promise.all([calls.sendInput(session, text), follow(session, "screen")]);
    return bytes;
  };
  switch (message.type) {
    case "ping":
      return send({ type: "pong", timestamp: new Date().toISOString() });
    case "authenticate":
      throw new AppError("VALIDATION", { message: "This connection has authenticated already." });
    case "list_sessions": {
      const sessions = (await calls.list()).filter(({ status }) => status === "running").map(sessionObject);
      return send({ type: "sessions_list", sessions, count: sessions.length });
    }
    case "start_session": {
      const tool = toolAliases.get(message.tool_name) ?? message.tool_name;
      const session = await calls.start({ tool, arguments: message.args });
      send(started(session));
      return await follow(session.id, "beginning");
    }
    case "restart_session": {
      const session = await calls.restart(message.session_id);
      send(started(session));
      return await follow(session.id, "screen");
    }
    case "stop_session":
      await calls.stop(message.session_id);
      return send({ type: "session_stopped", session_id: message.session_id, status: "stopped" });
    case "delete_session":
      await calls.delete(message.session_id);
      return send({ type: "session_deleted", session_id: message.session_id });
    case "send_command": {
      const { session_id, command } = message;
      await type(session_id, `${command}\r`);
      return send({ type: "command_sent", session_id, command, status: "sent" });
    }
    case "send_input": {
      const { session_id, input } = message;
      return send({ type: "input_sent", session_id, status: "sent", bytes: await type(session_id, input) });
    }
    case "read_output":
      return await output.refresh(calls, message.session_id);
    default:
      return assertNever(message);
  }
}

/** A program may be over before this is sent; that it was started is what the client is told. */
function started({ id, tool }: Session) {
  return { type: "session_started", session_id: id, tool_name: tool, status: "running" };
}
