import { z } from "zod";
import { appErrorFromShape, errorShape } from "#shared/errors/appError.ts";
import { loginCodeMinutes } from "../accounts/loginCodes.ts";
import { type Command, dataFolderOf } from "./command.ts";
import { locateInstance } from "./runningInstance.ts";
import { explained } from "./texts.ts";
import { parseFlags, UsageError } from "./usage.ts";

const answer = z.object({ loginUrl: z.string() });

/** `login`: a fresh link that signs a browser in. The link alone goes to stdout. */
export const loginCommand: Command = async ({ given, output, texts }) => {
  const flags = parseFlags(given, {}, texts);
  const [word] = flags.positionals;
  if (word !== undefined) throw new UsageError(texts.tooMany(word));
  const { url, token } = locateInstance(dataFolderOf(flags));
  const response = await fetch(`${url}/auth/link`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  }).catch((error: unknown) => {
    throw explained((words) => words.notAnswering(url), error);
  });
  const body: unknown = await response.json();
  if (!response.ok) throw appErrorFromShape(errorShape.parse(body));
  const { loginUrl } = answer.parse(body);
  output.note(texts.linkUsable(loginCodeMinutes));
  output.line(flags.has("json") ? JSON.stringify({ loginUrl }) : loginUrl);
  return 0;
};
