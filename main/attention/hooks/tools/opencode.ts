import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type HookReading, type HookTool, jsonReply, noSetup } from "../hookTool.ts";
import { permissionTexts, subjectOf } from "../permission.ts";
import type { HookTexts } from "../texts.ts";
import { opencodePlugin } from "./opencodePlugin.ts";

const configuration = z.looseObject({ plugin: z.array(z.unknown()).default([]) });
const asked = z.object({
  id: z.string(),
  permission: z.string(),
  patterns: z.array(z.string()).default([]),
  metadata: z.record(z.string(), z.unknown()).default({}),
  always: z.array(z.string()).default([]),
});
const replied = z.object({ requestID: z.string() });

/**
 * OpenCode: https://opencode.ai/docs/plugins. It has no hooks that run a command, but plugins: ours asks as the hook command does, and gives
 * the answer to OpenCode's own server, whose prompt then goes away.
 */
export const opencode: HookTool = {
  key: "opencode",
  setUp({ folder, environment }) {
    const given = environment.OPENCODE_CONFIG_CONTENT;
    const existing = configuration.safeParse(given ? parsed(given) : {}).data;
    if (!existing) return noSetup;
    const name = "opencode.js";
    const plugin = [...existing.plugin, pathToFileURL(join(folder, name)).href];
    return {
      arguments: [],
      environment: { OPENCODE_CONFIG_CONTENT: JSON.stringify({ ...existing, plugin }) },
      files: [{ name, content: opencodePlugin }],
    };
  },
  read(call, texts) {
    switch (call.event) {
      case "permission.asked":
        return readPermission(call.payload, texts);
      case "permission.replied": {
        const { data } = replied.safeParse(call.payload);
        return data ? { settles: { subject: subjectOf("permission", data.requestID) } } : {};
      }
      case "session.idle":
        return { settles: "all", tell: { kind: "finished", text: texts.finished } };
      default:
        return {};
    }
  },
};

function readPermission(payload: unknown, texts: HookTexts): HookReading {
  const { data } = asked.safeParse(payload);
  if (!data) return {};
  const given = Object.keys(data.metadata).length > 0 ? data.metadata : { patterns: data.patterns };
  return {
    ask: {
      kind: "permission",
      subject: subjectOf("permission", data.id),
      ...permissionTexts(data.permission, given, texts),
      choices: [
        { id: "once", label: texts.allow, role: "allow" },
        ...(data.always.length > 0
          ? [{ id: "always", label: texts.allowAlways(data.always.join(", ")), role: "other" as const }]
          : []),
        { id: "reject", label: texts.deny, role: "deny" },
      ],
      ownPrompt: { kind: "beside", reply: ({ choice }) => jsonReply({ response: choice ?? "reject" }) },
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
