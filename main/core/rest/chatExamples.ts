import type { Conversation, ConversationMatch } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import type { Model, ModelOffer, ModelTest, UsageReport } from "#shared/contract/models.ts";
import type { RestExample } from "./restExample.ts";

const id = "5b7e0a44-1c2d-4e3f-8a9b-0c1d2e3f4a5b";
const question = "0e9d8c7b-6a5f-4e3d-9c2b-1a0f9e8d7c6b";
const answerId = "1f2e3d4c-5b6a-4978-8f6e-5d4c3b2a1908";
const attachmentId = "2a3b4c5d-6e7f-4081-92a3-b4c5d6e7f809";
const time = 1_795_255_200_000;
const usage = { inputTokens: 812, outputTokens: 164, cost: 0.0042 };

const conversation: Conversation = {
  id,
  title: "Why does the login page flicker?",
  isPinned: false,
  createdAt: time,
  updatedAt: time + 9000,
  model: "sonnet",
  systemPrompt: "",
  head: answerId,
  branchedFrom: null,
  messages: 2,
  preview: "The effect runs twice because …",
  state: "idle",
  usage,
  context: { usedTokens: 976, windowTokens: 200_000, summarisedUpTo: null, summary: null, isSummarising: false },
};
const asked: Message = {
  id: question,
  conversation: id,
  parent: null,
  role: "user",
  parts: [{ kind: "text", text: "Why does the login page flicker?" }],
  state: "done",
  error: null,
  model: null,
  retry: null,
  usage: null,
  createdAt: time,
  endedAt: time,
  siblings: [question],
};
const answered: Message = {
  ...asked,
  id: answerId,
  parent: question,
  role: "assistant",
  parts: [
    {
      kind: "tool-call",
      id: "call_1",
      tool: "app.list_sessions",
      arguments: "{}",
      state: "done",
      progress: null,
      result: "[…]",
      error: null,
      startedAt: time + 900,
      endedAt: time + 912,
      attention: null,
    },
    { kind: "text", text: "The effect runs twice because …" },
  ],
  model: { key: "sonnet", name: "Claude Sonnet", isFallback: false },
  usage,
  endedAt: time + 9000,
  siblings: [answerId],
};
const match: ConversationMatch = {
  conversation: id,
  title: conversation.title,
  message: answerId,
  text: "The effect runs twice because …",
  start: 4,
  length: 6,
  at: time + 9000,
};
const attachment = { id: attachmentId, name: "screen.png", mediaType: "image/png", bytes: 48_213 };

const model: Model = {
  key: "sonnet",
  name: "Claude Sonnet",
  provider: { key: "anthropic", name: "Anthropic", kind: "anthropic" },
  model: "claude-sonnet-4-5",
  contextTokens: 200_000,
  purposes: ["default", "chat"],
  fallback: null,
  state: { kind: "ready" },
};
const test: ModelTest = {
  isUsable: true,
  steps: [{ step: "answer", state: "ok", detail: "It answered after 412 ms" }],
  firstTokenMs: 412,
  answer: "Hello!",
};
const offer: ModelOffer = {
  provider: { kind: "openai-compatible", key: "ollama", name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1" },
  aliases: [
    {
      key: "qwen3",
      name: "qwen3:8b",
      provider: "ollama",
      model: "qwen3:8b",
      contextTokens: 40_960,
      timeoutSeconds: 180,
    },
  ],
  found: "http://127.0.0.1:11434",
};
const report: UsageReport = {
  currency: "USD",
  today: usage,
  budget: { daily: 5, state: "fine" },
  days: [{ ...usage, day: "2026-11-21", model: "sonnet", calls: 3 }],
};
const byId = { parameters: { id } };
const byQuestion = { parameters: { id, message: question } };

/** The examples of models and chat. */
export const chatExamples: Readonly<Record<string, RestExample>> = {
  "models.list": { answer: [model] },
  "models.changes": { answer: [model] },
  "models.test": { parameters: { key: "sonnet" }, answer: test },
  "models.discover": { answer: [offer] },
  "models.usage": { parameters: { days: 7 }, answer: report },
  "chat.list": { parameters: { offset: 0, limit: 50 }, answer: { conversations: [conversation], total: 1 } },
  "chat.changes": { answer: { kind: "changed", sequence: 7, conversation } },
  "chat.search": { parameters: { query: "effect", limit: 20 }, answer: [match] },
  "chat.create": { body: { title: "Why does the login page flicker?", model: "sonnet" }, answer: conversation },
  "chat.get": { ...byId, answer: { conversation, messages: [asked, answered] } },
  "chat.follow": {
    ...byId,
    answer: { kind: "text", message: answerId, part: 1, partKind: "text", from: 0, text: "The effect " },
  },
  "chat.update": { ...byId, body: { isPinned: true }, answer: { ...conversation, isPinned: true } },
  "chat.delete": { ...byId, answer: { id } },
  "chat.restore": { ...byId, answer: conversation },
  "chat.send": { ...byQuestion, body: { text: "Why does the login page flicker?" }, answer: asked },
  "chat.regenerate": { ...byQuestion, body: { answer: answerId }, answer: answered },
  "chat.resume": { parameters: { id, message: answerId }, answer: answered },
  "chat.stop": { ...byId, answer: conversation },
  "chat.choose": { parameters: { id, message: answerId }, answer: conversation },
  "chat.branch": {
    parameters: { id, message: answerId },
    answer: { ...conversation, branchedFrom: { conversation: id, message: answerId } },
  },
  "chat.upload": {
    parameters: { id: attachmentId },
    body: { name: "screen.png", mediaType: "image/png", offset: 0, data: "iVBORw0KGgo=", isLast: true },
    answer: attachment,
  },
  "chat.download": {
    parameters: { id: attachmentId, offset: 0 },
    answer: { attachment, data: "iVBORw0KGgo=", next: null },
  },
  "chat.export": {
    parameters: { id, format: "markdown" },
    answer: { fileName: "why-does-the-login-page-flicker.md", text: "# Why does the login page flicker?\n" },
  },
  "chat.import": { body: { text: "{…}" }, answer: conversation },
  "chat.tools": {
    answer: [
      {
        name: "app.list_sessions",
        server: { key: "app", name: "Quarterdeck" },
        description: "Lists the sessions",
        permission: "allow",
        isSet: false,
      },
    ],
  },
  "chat.servers": {
    answer: [{ key: "github", name: "GitHub", kind: "http", state: { kind: "ready", tools: 12, version: "1.4.0" } }],
  },
};
