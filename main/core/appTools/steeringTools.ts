import { z } from "zod";
import { sessionId } from "#shared/contract/sessions.ts";
import { argumentList, toolKey } from "#shared/contract/tools.ts";
import type { Tool } from "../../chat/contract.ts";
import { appTool } from "./appTool.ts";
import type { AppToolsDeps } from "./appToolsDeps.ts";

// No environment: its values may be names of secrets, which are the person's to give.
const startInput = z.object({
  tool: toolKey.describe("The tool's key, e.g. shell, claude, codex"),
  folder: z.string().max(4096).optional().describe("Absolute, or beginning with ~; the home folder if left out"),
  arguments: argumentList.optional().describe("Command-line arguments, one each"),
  name: z.string().trim().min(1).max(120).optional().describe("What people see it called"),
});

const inputInput = z.object({
  session: sessionId.describe("The session's id, from list_sessions"),
  text: z
    .string()
    .max(16_000)
    .describe("What to type. Control characters are typed as they are, e.g. \\u0003 for Ctrl-C"),
  submit: z.boolean().default(true).describe("Press Enter behind the text"),
});

/** What acts on sessions: a person is asked first, unless it is allowed. */
export function steeringTools({ sessions }: Pick<AppToolsDeps, "sessions">): readonly Tool[] {
  return [
    appTool({
      name: "start_session",
      description:
        "Start a program in a new terminal session. It answers at once with the session's id; read_session shows what the program prints.",
      input: startInput,
      permission: "ask",
      run: async (request) => {
        const { id, name } = await sessions.start(request);
        return `Started ${id} (${JSON.stringify(name)}).`;
      },
    }),
    appTool({
      name: "send_input",
      description:
        "Type text into a running session, as a person at its keyboard would. It does not wait for the program's answer: use read_session.",
      input: inputInput,
      permission: "ask",
      run: async ({ session, text, submit }) => {
        // Several lines go as one paste: typed, each line's end would send it.
        let bytes = text === "" ? 0 : await sessions.sendInput(session, text, /[\n\r]/.test(text));
        // On its own: programs take an Enter inside a paste for a line's end.
        if (submit) bytes += await sessions.sendInput(session, "\r", false);
        return `Typed ${bytes} bytes.`;
      },
    }),
  ];
}
