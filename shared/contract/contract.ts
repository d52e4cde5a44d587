import type { ContractRouterClient } from "@orpc/contract";
import { attentionContract } from "./attention.ts";
import { chatContract } from "./chat.ts";
import { historyContract } from "./history.ts";
import { modelsContract } from "./models.ts";
import { phonesContract } from "./phones.ts";
import { relayContract } from "./relay.ts";
import { secretsContract } from "./secrets.ts";
import { sessionsContract } from "./sessions.ts";
import { settingsContract } from "./settings.ts";
import { systemContract } from "./system.ts";
import { terminalsContract } from "./terminals.ts";
import { tokensContract } from "./tokens.ts";
import { toolsContract } from "./tools.ts";

/** Everything a client can ask. Handlers, the typed client and the REST API are made from this one declaration. */
export const contract = {
  system: systemContract,
  tools: toolsContract,
  sessions: sessionsContract,
  terminals: terminalsContract,
  history: historyContract,
  settings: settingsContract,
  secrets: secretsContract,
  tokens: tokensContract,
  relay: relayContract,
  phones: phonesContract,
  attention: attentionContract,
  models: modelsContract,
  chat: chatContract,
};

export type Contract = typeof contract;
export type Client = ContractRouterClient<Contract>;
