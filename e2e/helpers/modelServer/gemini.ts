import { z } from "zod";
import { eventStream, type Reply, type Script, shellInput, shellTool } from "./script.ts";

const part = z.looseObject({ functionResponse: z.unknown().optional() });
const geminiRequest = z.looseObject({
  contents: z.array(z.looseObject({ parts: z.array(part).default([]) })).default([]),
  tools: z
    .array(z.looseObject({ functionDeclarations: z.array(z.looseObject({ name: z.string() })).default([]) }))
    .default([]),
});

/** Gemini's generateContent, whole and streamed: https://ai.google.dev/api/generate-content. */
export function geminiReply(path: string, body: unknown, script: Script): Reply {
  if (path.endsWith(":countTokens")) return { isStream: false, text: '{"totalTokens":10}' };
  const request = geminiRequest.parse(body);
  const parts = request.contents.flatMap((content) => content.parts);
  const result = parts.findLast((candidate) => candidate.functionResponse !== undefined);
  const tool = shellTool(request.tools.flatMap((group) => group.functionDeclarations.map(({ name }) => name)));
  const said =
    result || tool === null
      ? { text: script.text }
      : { functionCall: { id: "call_standin1", name: tool, args: shellInput(tool, script.command) } };
  const reply = {
    candidates: [{ content: { role: "model", parts: [said] }, finishReason: "STOP", index: 0 }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
    modelVersion: "standin",
  };
  const isStream = path.endsWith(":streamGenerateContent");
  return {
    isStream,
    text: isStream ? eventStream([{ data: reply }]) : JSON.stringify(reply),
    ...(result ? { toolResult: JSON.stringify(result.functionResponse) } : {}),
  };
}
