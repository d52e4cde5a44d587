import { join } from "node:path";
import type { Chat, Tool, ToolBox } from "../chat/contract.ts";
import { createChat } from "../chat/createChat.ts";
import { createToolBox } from "../mcp/createToolBox.ts";
import { createMcpServing, type McpServing } from "../mcp/server/createMcpServing.ts";
import type { Models } from "../models/contract.ts";
import { createModels } from "../models/createModels.ts";
import { createAppTools } from "./appTools.ts";
import { closeLeftOver } from "./closeLeftOver.ts";
import type { Parts } from "./coreParts.ts";
import type { Foundation } from "./foundation.ts";
import { languageFor } from "./language.ts";
import type { Scope } from "./scope.ts";
import { resolveReferences } from "./secrets/resolveReferences.ts";
import { settingsOf } from "./settingsOf.ts";
import { createToolPermissionKeeper } from "./toolPermissionKeeper.ts";

export interface ChatParts {
  readonly models: Models;
  /** What the app itself offers to models, in chats and as an MCP server. */
  readonly appTools: readonly Tool[];
  readonly toolBox: ToolBox;
  readonly mcpServing: McpServing;
  readonly chat: Chat;
}

/** Models, the tools they may use, and the conversations with them. */
export async function openChat(
  { configuration, database, dataFolder, installation, log, metrics, notices, secrets }: Foundation,
  { attention, sessions, tools }: Pick<Parts, "attention" | "sessions" | "tools">,
  scope: Scope,
): Promise<ChatParts> {
  const models = scope.use(
    await createModels({
      database,
      log: log.child({ part: "models" }),
      settings: settingsOf(configuration, "models"),
      resolveSecret: async (value) => (await resolveReferences({ value }, secrets)).value ?? value,
      findTool: async (key) => (await tools.list()).find((tool) => tool.key === key)?.executable ?? null,
      onBudget: (state, spent, daily, currency) => notices.tell("model-budget", { state, spent, daily, currency }),
      onCall: metrics.observeModelCall,
      language: () => languageFor(configuration.current.appearance.language),
    }),
  );
  await closeLeftOver(attention);
  const appTools = createAppTools({ attention, sessions });
  const toolBox = scope.use(
    createToolBox({
      ownTools: appTools,
      settings: settingsOf(configuration, "chat"),
      withSecrets: (values) => resolveReferences(values, secrets),
      version: installation.version,
      language: () => languageFor(configuration.current.appearance.language),
      log: log.child({ part: "mcp" }),
    }),
  );
  const chat = scope.use(
    await createChat({
      database,
      folder: join(dataFolder, "attachments"),
      log: log.child({ part: "chat" }),
      settings: () => configuration.current.chat,
      models,
      toolBox,
      attention,
      setToolPermission: createToolPermissionKeeper(configuration),
      language: () => languageFor(configuration.current.appearance.language),
    }),
  );
  const mcpServing = scope.use(
    createMcpServing({
      tools: appTools,
      permissions: () => configuration.current.chat.toolPermissions,
      attention,
      version: installation.version,
      language: () => languageFor(configuration.current.appearance.language),
      log: log.child({ part: "mcp" }),
    }),
  );
  return { models, appTools, toolBox, mcpServing, chat };
}
