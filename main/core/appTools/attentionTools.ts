import { z } from "zod";
import type { AttentionItem, AttentionPlace } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { AttentionOutcome } from "../../attention/contract.ts";
import type { Tool, ToolCaller } from "../../chat/contract.ts";
import { appTool } from "./appTool.ts";
import type { AppToolsDeps } from "./appToolsDeps.ts";
import { createPace } from "./pace.ts";

const listInput = z.object({ limit: z.int().min(1).max(100).default(30) });

const askInput = z.object({
  question: z.string().trim().min(1).max(2000).describe("In the person's language, short; it is read on a phone, too"),
  choices: z
    .array(z.string().trim().min(1).max(200))
    .max(8)
    .default([])
    .describe("Answers to choose from; leave out for an answer in words"),
  allow_text: z.boolean().default(true).describe("Whether an answer in words is possible beside the choices"),
  detail: z.string().max(16_000).optional().describe("What the person needs to know to decide"),
});

const notifyInput = z.object({
  text: z.string().trim().min(1).max(2000).describe("In the person's language"),
  detail: z.string().max(16_000).optional(),
});

/** Questions that models may have open at once, and how many items they may raise a minute: each rings on a person's phone. */
const maximumOpenQuestions = 20;
const itemsPerMinute = 20;
/** Clients give up a call that is silent for a minute, by default; this tells them that it goes on. */
const progressEveryMs = 15_000;

/** What needs the person: reading it, asking, and telling. */
export function attentionTools({ attention, sessions }: Pick<AppToolsDeps, "attention" | "sessions">): readonly Tool[] {
  const pace = createPace(itemsPerMinute, 60_000);
  let openQuestions = 0;
  const sayer = (caller: ToolCaller) => ({ who: caller.label.slice(0, 120), place: placeOf(caller, sessions) });
  return [
    appTool({
      name: "list_attention",
      description: "List what needs the person now: open questions and notices of sessions, newest first.",
      input: listInput,
      permission: "allow",
      run: async ({ limit }) => {
        const items = await attention.list({ state: "open", limit });
        return items.length === 0 ? "Nothing needs the person." : items.map(itemLine).join("\n");
      },
    }),
    appTool({
      name: "ask_user",
      description:
        "Ask the person a question and wait for the answer, however long it takes. It reaches them on the desktop and on their phone. Use it for decisions that are theirs, not for what you can find out.",
      input: askInput,
      permission: "allow",
      waitsForPerson: true,
      run: async ({ question, choices, allow_text, detail }, { caller, onProgress, signal }) => {
        if (openQuestions >= maximumOpenQuestions) return "Not asked: too many questions are open already.";
        if (!pace.take()) return "Not asked: too many questions and notifications in the last minute. Wait a little.";
        openQuestions += 1;
        const timer = setInterval(() => onProgress("Waiting for the person’s answer"), progressEveryMs);
        try {
          const item = await attention.raise({
            ...sayer(caller),
            kind: "question",
            text: question,
            detail,
            choices: choices.map((label, index) => ({ id: String(index + 1), label, role: "other" })),
            acceptsText: allow_text || choices.length === 0,
          });
          return describeOutcome(item, await outcomeOf(attention, item.id, signal));
        } finally {
          clearInterval(timer);
          openQuestions -= 1;
        }
      },
    }),
    appTool({
      name: "notify",
      description: "Tell the person something, on the desktop and on their phone, without waiting for an answer.",
      input: notifyInput,
      permission: "allow",
      run: async ({ text, detail }, { caller }) => {
        if (!pace.take()) return "Not told: too many questions and notifications in the last minute. Wait a little.";
        await attention.raise({ ...sayer(caller), kind: "notification", text, detail });
        return "The person is told.";
      },
    }),
  ];
}

/** Nobody waits for the answer any more when the signal aborts: the question goes with it. Then rejects with the signal's reason. */
async function outcomeOf(
  attention: AppToolsDeps["attention"],
  id: string,
  signal: AbortSignal,
): Promise<AttentionOutcome> {
  try {
    return await attention.outcome(id, signal);
  } catch (error) {
    if (signal.aborted) await attention.close(id, "went-on");
    throw error;
  }
}

function describeOutcome({ choices }: AttentionItem, outcome: AttentionOutcome): string {
  if (outcome.kind === "closed") {
    return outcome.by === "dismissed"
      ? "The person put the question away without an answer. Do not ask the same again."
      : `The question was closed without an answer (${outcome.by}).`;
  }
  const { choice, text } = outcome.answer;
  const label = choices.find(({ id }) => id === choice)?.label;
  return [
    ...(label === undefined ? [] : [`The person chose: ${label}`]),
    ...(text === null || text === "" ? [] : [`The person answered: ${text}`]),
  ].join("\n");
}

function itemLine({ kind, who, text, createdAt, place, choices }: AttentionItem): string {
  const where = place.kind === "session" ? ` session=${place.session}` : "";
  const answers = choices.length === 0 ? "" : ` choices: ${choices.map(({ label }) => label).join(" | ")}`;
  return `${new Date(createdAt).toISOString()} ${kind} from ${JSON.stringify(who)}${where}: ${JSON.stringify(text)}${answers}`;
}

/** A session that is known: what a client says of itself is not believed beyond that. */
function placeOf({ session }: ToolCaller, sessions: AppToolsDeps["sessions"]): AttentionPlace {
  if (session === undefined) return { kind: "app" };
  try {
    return { kind: "session", session: sessions.get(session).id };
  } catch (error) {
    if (error instanceof AppError && error.code === "SESSION_NOT_FOUND") return { kind: "app" };
    throw error;
  }
}
