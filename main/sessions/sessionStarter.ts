import { mkdir, rm } from "node:fs/promises";
import type { StartSession } from "#shared/contract/sessions.ts";
import { resolveFolder } from "./folders.ts";
import type { LiveSession } from "./session.ts";
import { newRecord, type SessionRecord } from "./sessionRecord.ts";
import type { SessionStore } from "./sessionStore.ts";
import type { Tools } from "./tools/contract.ts";
import { sessionEnvironment } from "./tools/sessionEnvironment.ts";

/** Arguments that go before the tool's own, and variables that its own and the person's override. */
export interface ToolAdditions {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface SessionStarterOptions {
  readonly store: SessionStore;
  readonly tools: Tools;
  /** Throws SECRET_NOT_FOUND, KEYCHAIN_FAILED. */
  withSecrets(environment: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** What the tool is started with besides, so that it can call back. */
  prepareTool(session: string, tool: string): Promise<ToolAdditions>;
  folderOf(id: string): string;
  /** Throws if one more may not run. Nothing is awaited between this and the start. */
  expectRoom(): void;
  onStarted(tool: string): void;
}

/** What must be there before a session's program starts: its record and folder, the tool, the secrets, the folder it works in. */
export class SessionStarter {
  readonly #options: SessionStarterOptions;

  constructor(options: SessionStarterOptions) {
    this.#options = options;
  }

  /** Makes a record and a folder for its history. Throws UNKNOWN_TOOL, FOLDER_NOT_FOUND, and then nothing was made. */
  async make(request: StartSession): Promise<SessionRecord> {
    const { tool } = await this.#options.tools.resolve(request.tool);
    const folder = await resolveFolder(request.folder);
    const record = newRecord(request, tool, folder, Date.now());
    await mkdir(this.#options.folderOf(record.id), { recursive: true, mode: 0o700 });
    await this.#options.store.insert(record);
    return record;
  }

  /** Takes back what `make` made, or deletes what ran: the record first, so that a crash leaves no session without its history. */
  async remove(id: string, onForgotten = (): void => {}): Promise<void> {
    await this.#options.store.delete(id);
    onForgotten();
    await rm(this.#options.folderOf(id), { recursive: true, force: true });
  }

  /** Starts the program, for the first time or again. Throws TOOL_FAILED_TO_START and what the checks before it throw. */
  async run(session: LiveSession): Promise<void> {
    this.#options.expectRoom();
    const { record } = session;
    const { tool, executable, environment } = await this.#options.tools.resolve(record.tool);
    const additions = await this.#options.withSecrets({ ...environment, ...record.environment });
    const folder = await resolveFolder(record.folder);
    const ours = await this.#options.prepareTool(record.id, tool.key);
    this.#options.expectRoom();
    await session.start({
      executable,
      arguments: [...ours.arguments, ...tool.arguments, ...record.arguments],
      folder,
      environment: sessionEnvironment(process.env, {
        ...ours.environment,
        ...additions,
        QUARTERDECK_SESSION: record.id,
      }),
    });
    this.#options.onStarted(record.tool);
  }
}
