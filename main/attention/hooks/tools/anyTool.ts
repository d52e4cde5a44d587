import { z } from "zod";
import { attentionChoice } from "#shared/contract/attention.ts";
import { type HookReading, type HookTool, jsonReply, noSetup } from "../hookTool.ts";

const choice = z.union([
  z
    .string()
    .min(1)
    .max(64)
    .transform((text) => ({ id: text, label: text, role: "other" as const })),
  attentionChoice.partial({ role: true }).transform(({ role = "other", ...rest }) => ({ ...rest, role })),
]);
const message = z.object({
  title: z.string().max(200).default(""),
  text: z.string().max(16_000).default(""),
  choices: z.array(choice).max(12).default([]),
  acceptsText: z.boolean().default(false),
});

/**
 * Any other tool, and scripts: `{"title", "text", "choices", "acceptsText"}` (docs/tools.md). With choices it is a question and waits for
 * `{"choice", "text"}`, without it is a notification. `done` as the event closes what was asked.
 */
export const anyTool: HookTool = {
  key: "",
  setUp: () => noSetup,
  read(call): HookReading {
    if (call.event === "done") return { settles: "all" };
    const { data } = message.safeParse(call.payload);
    if (!data || (data.title === "" && data.text === "")) return {};
    const hasTitle = data.title !== "";
    const said = { text: hasTitle ? data.title : data.text, ...(hasTitle && data.text ? { detail: data.text } : {}) };
    if (data.choices.length === 0 && !data.acceptsText) return { tell: { kind: "notification", ...said } };
    return {
      ask: {
        kind: data.choices.some(({ role }) => role === "allow") ? "permission" : "question",
        subject: JSON.stringify(data),
        ...said,
        choices: data.choices,
        acceptsText: data.acceptsText,
        ownPrompt: {
          kind: "beside",
          reply: ({ choice: chosen, text }) => jsonReply({ choice: chosen, text }),
        },
      },
    };
  },
};
