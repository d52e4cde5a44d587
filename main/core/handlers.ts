import { implement } from "@orpc/server";
import { contract } from "#shared/contract/contract.ts";
import { allows } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Tokens } from "../accounts/contract.ts";
import type { Attention } from "../attention/contract.ts";
import type { Chat } from "../chat/contract.ts";
import type { Models } from "../models/contract.ts";
import type { Phones } from "../phones/contract.ts";
import type { PhoneRelay } from "../relay/contract.ts";
import type { Sessions, Terminals } from "../sessions/contract.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import type { Caller } from "./caller.ts";
import type { Configuration } from "./configuration/configuration.ts";
import type { CallContext } from "./context.ts";
import type { LatestValue } from "./latestValue.ts";
import type { SecretCalls } from "./secrets/secretCalls.ts";
import { settingsFor } from "./settingsFor.ts";
import type { System } from "./system.ts";

export interface HandlerParts {
  readonly system: System;
  readonly tools: Tools;
  readonly sessions: Sessions;
  readonly settings: Pick<Configuration, "jsonSchema" | "settings" | "update">;
  readonly settingsChanged: LatestValue;
  readonly secrets: SecretCalls;
  readonly tokens: Tokens;
  readonly relay: Pick<PhoneRelay, "status" | "statusChanges">;
  readonly phones: Phones;
  readonly attention: Attention;
  readonly models: Models;
  readonly chat: Chat;
}

/** Everything a client can do, one line a call. A call of the contract without a line here does not compile. */
export function createHandlers(parts: HandlerParts) {
  const { system, tools, sessions, settings, settingsChanged, secrets, tokens } = parts;
  const { relay, phones, attention, models, chat } = parts;
  const { history } = sessions;
  const os = implement(contract)
    .$context<CallContext>()
    .use(({ context, procedure, next }) => {
      requireScope(context, procedure["~orpc"].meta);
      return next();
    });
  return os.router({
    system: {
      me: os.system.me.handler(({ context }) => describeCaller(context.caller)),
      status: os.system.status.handler(() => system.status()),
      statusChanges: os.system.statusChanges.handler(({ signal }) => iterate(system.statusChanges(signal))),
      dismissNotice: os.system.dismissNotice.handler(({ input }) => system.dismissNotice(input.code)),
      logs: os.system.logs.handler(({ input }) => system.logs(input)),
      diagnostics: os.system.diagnostics.handler(() => system.diagnostics()),
      recentFolders: os.system.recentFolders.handler(() => [...sessions.recentFolders()]),
      browseFolders: os.system.browseFolders.handler(({ input }) => system.browseFolders(input.path)),
    },
    tools: {
      list: os.tools.list.handler(async ({ input }) => [...(await tools.list({ refresh: input?.refresh ?? false }))]),
    },
    sessions: {
      list: os.sessions.list.handler(() => [...sessions.list()]),
      get: os.sessions.get.handler(({ input }) => sessions.get(input.id)),
      changes: os.sessions.changes.handler(({ signal }) => iterate(sessions.changes(signal))),
      start: os.sessions.start.handler(({ input }) => sessions.start(input)),
      restart: os.sessions.restart.handler(({ input }) => sessions.restart(input.id)),
      stop: os.sessions.stop.handler(({ input }) => sessions.stop(input.id)),
      interrupt: os.sessions.interrupt.handler(({ input }) => sessions.interrupt(input.id)),
      sendInput: os.sessions.sendInput.handler(({ input: { id, text, paste } }) =>
        typed(sessions.sendInput(id, text, paste)),
      ),
      rename: os.sessions.rename.handler(({ input }) => sessions.rename(input.id, input.name)),
      delete: os.sessions.delete.handler(({ input: { id } }) => sessions.delete(id).then(() => ({ id }))),
    },
    terminals: {
      attach: os.terminals.attach.handler(({ input, context }) => terminalsOf(context).attach(input)),
      detach: os.terminals.detach.handler(({ input, context }) => done(terminalsOf(context).detach(input.stream))),
      takeOver: os.terminals.takeOver.handler(({ input: { stream, size }, context }) =>
        done(terminalsOf(context).takeOver(stream, size)),
      ),
      release: os.terminals.release.handler(({ input, context }) => done(terminalsOf(context).release(input.stream))),
    },
    history: {
      rows: os.history.rows.handler(({ input }) => history.rows(input.id, input.first, input.count)),
      screen: os.history.screen.handler(({ input }) => history.screen(input.id)),
      search: os.history.search.handler(({ input, signal }) => iterate(history.search(input, signal))),
      locate: os.history.locate.handler(({ input }) => history.locate(input.id, input.offset)),
      timeline: os.history.timeline.handler(({ input }) => history.timeline(input.id)),
      recording: os.history.recording.handler(({ input }) =>
        history.recording(input.id, input.from, input.withKeyframe),
      ),
      export: os.history.export.handler(({ input }) => history.export(input.id, input.format, input.cursor)),
    },
    settings: {
      schema: os.settings.schema.handler(() => settings.jsonSchema()),
      get: os.settings.get.handler(({ context }) => settingsFor(context.caller, settings.settings())),
      changes: os.settings.changes.handler(({ context, signal }) =>
        iterate(settingsChanged.follow(() => settingsFor(context.caller, settings.settings()), signal)),
      ),
      update: os.settings.update.handler(({ input }) => settings.update(input.changes).then(() => settings.settings())),
    },
    secrets: {
      list: os.secrets.list.handler(() => secrets.list()),
      set: os.secrets.set.handler(({ input }) => secrets.set(input.name, input.value)),
      delete: os.secrets.delete.handler(({ input }) => secrets.delete(input.name)),
    },
    tokens: {
      list: os.tokens.list.handler(() => tokens.list()),
      create: os.tokens.create.handler(({ input }) => tokens.create(input.name, input.scopes)),
      revoke: os.tokens.revoke.handler(({ input }) => tokens.revoke(input.id)),
    },
    relay: {
      status: os.relay.status.handler(() => relay.status()),
      statusChanges: os.relay.statusChanges.handler(({ signal }) => iterate(relay.statusChanges(signal))),
    },
    phones: {
      list: os.phones.list.handler(() => phones.list()),
      changes: os.phones.changes.handler(({ signal }) => iterate(phones.changes(signal))),
      update: os.phones.update.handler(({ input: { id, ...change } }) => phones.update(id, change)),
      revoke: os.phones.revoke.handler(({ input }) => phones.revoke(input.id)),
      pairing: os.phones.pairing.handler(({ signal }) => iterate(phones.pairing.changes(signal))),
      offer: os.phones.offer.handler(({ input }) => phones.pairing.offer(input.scopes)),
      withdraw: os.phones.withdraw.handler(({ input }) => done(phones.pairing.withdraw(input.id))),
      confirm: os.phones.confirm.handler(({ input: { id, name, scopes } }) => phones.pairing.confirm(id, name, scopes)),
      reject: os.phones.reject.handler(({ input }) => done(phones.pairing.reject(input.id))),
    },
    attention: {
      list: os.attention.list.handler(({ input }) => attention.list(input)),
      get: os.attention.get.handler(({ input }) => attention.get(input.id)),
      changes: os.attention.changes.handler(({ input, context, signal }) =>
        iterate(attention.changes(context.caller, input.after, signal)),
      ),
      acknowledge: os.attention.acknowledge.handler(({ input, context }) =>
        attention.acknowledge(context.caller, input.ids, input.stage).then(done),
      ),
      answer: os.attention.answer.handler(({ input, context }) => attention.answer(context.caller, input)),
      dismiss: os.attention.dismiss.handler(({ input, context }) => attention.dismiss(context.caller, input.id)),
      pushKey: os.attention.pushKey.handler(async () => ({ key: await attention.pushKey() })),
      subscribePush: os.attention.subscribePush.handler(({ input, context }) =>
        attention.subscribePush(context.caller, input).then(done),
      ),
      unsubscribePush: os.attention.unsubscribePush.handler(({ context }) =>
        attention.unsubscribePush(context.caller).then(done),
      ),
      presence: os.attention.presence.handler(({ input, context }) =>
        done(attention.presence(terminalsOf(context), context.caller, input.isActive)),
      ),
      test: os.attention.test.handler(() => attention.test()),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      changes: os.models.changes.handler(({ signal }) => iterate(models.changes(signal))),
      test: os.models.test.handler(({ input, signal }) => models.test(input.key, signal)),
      discover: os.models.discover.handler(({ signal }) => models.discover(signal)),
      usage: os.models.usage.handler(({ input }) => models.usage(input.days)),
    },
    chat: {
      list: os.chat.list.handler(({ input, context }) => chat.list(input, context.caller)),
      changes: os.chat.changes.handler(({ signal }) => iterate(chat.changes(signal))),
      search: os.chat.search.handler(({ input, context }) => chat.search(input, context.caller)),
      create: os.chat.create.handler(({ input, context }) => chat.create(input, context.caller)),
      get: os.chat.get.handler(({ input, context }) => chat.get(input, context.caller)),
      follow: os.chat.follow.handler(({ input, signal }) => iterate(chat.follow(input, signal))),
      update: os.chat.update.handler(({ input, context }) => chat.update(input, context.caller)),
      delete: os.chat.delete.handler(({ input, context }) => chat.delete(input, context.caller)),
      restore: os.chat.restore.handler(({ input, context }) => chat.restore(input, context.caller)),
      send: os.chat.send.handler(({ input, context }) => chat.send(input, context.caller)),
      regenerate: os.chat.regenerate.handler(({ input, context }) => chat.regenerate(input, context.caller)),
      resume: os.chat.resume.handler(({ input, context }) => chat.resume(input, context.caller)),
      stop: os.chat.stop.handler(({ input, context }) => chat.stop(input, context.caller)),
      choose: os.chat.choose.handler(({ input, context }) => chat.choose(input, context.caller)),
      branch: os.chat.branch.handler(({ input, context }) => chat.branch(input, context.caller)),
      upload: os.chat.upload.handler(({ input, context }) => chat.upload(input, context.caller)),
      download: os.chat.download.handler(({ input, context }) => chat.download(input, context.caller)),
      export: os.chat.export.handler(({ input, context }) => chat.export(input, context.caller)),
      import: os.chat.import.handler(({ input, context }) => chat.import(input, context.caller)),
      tools: os.chat.tools.handler(() => chat.tools()),
      servers: os.chat.servers.handler(({ signal }) => iterate(chat.servers(signal))),
    },
  });
}

export type Handlers = ReturnType<typeof createHandlers>;

/** The one place where permissions are checked: what the contract asks for, against what the server granted this caller. */
function requireScope({ caller }: CallContext, { scope }: { readonly scope: Parameters<typeof allows>[1] }): void {
  if (!allows(caller.scopes, scope)) throw new AppError("FORBIDDEN", { details: { scope } });
}

function terminalsOf({ terminals }: CallContext): Terminals {
  if (!terminals) throw new AppError("UNSUPPORTED_HERE", { message: "Terminals belong to a live connection." });
  return terminals;
}

function describeCaller({ label, kind, scopes }: Caller) {
  return { label, kind, scopes: [...scopes] };
}

async function typed(bytes: Promise<number>): Promise<{ bytes: number }> {
  return { bytes: await bytes };
}

/** The answer of a call that has nothing to tell but that it is done. */
function done(_result: unknown): Record<string, never> {
  return {};
}

async function* iterate<T>(events: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  yield* events;
}
