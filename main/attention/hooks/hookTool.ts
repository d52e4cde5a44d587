import type { AttentionAnswer, AttentionChoice, AttentionKind } from "#shared/contract/attention.ts";
import type { HookTexts } from "./texts.ts";

/** What `quarterdeck hook` was called with: the tool's own name for the event, and whatever JSON it gave. */
export interface HookCall {
  readonly event: string;
  readonly payload: unknown;
}

/** What `quarterdeck hook` prints and exits with. */
export interface HookReply {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Says nothing: the tool goes on as if there were no hook, and shows its own prompt. */
export const noReply: HookReply = { stdout: "", stderr: "", exitCode: 0 };

export function jsonReply(value: unknown): HookReply {
  return { stdout: JSON.stringify(value), stderr: "", exitCode: 0 };
}

/** What a person is told or asked. The place is added: it is always the hook's own session. */
export interface Said {
  readonly kind: AttentionKind;
  readonly text: string;
  readonly detail?: string;
  readonly choices?: readonly AttentionChoice[];
  readonly acceptsText?: boolean;
}

/**
 * How the tool's own prompt and the hook stand to each other:
 * - `beside`: the prompt is shown while the hook waits, and whichever answers first counts.
 * - `after`: the prompt is shown when the hook has nothing to say. Typing in the terminal asks for it.
 * - `later`: the prompt is shown only once the hook is over, so the answer is typed into it.
 */
export type OwnPrompt =
  | { readonly kind: "beside"; reply(answer: AttentionAnswer): HookReply }
  | { readonly kind: "after"; reply(answer: AttentionAnswer): HookReply }
  | {
      readonly kind: "later";
      /** The keys that give this answer to the prompt on the screen; null if the screen shows no such prompt. */
      keys(answer: AttentionAnswer, screen: readonly string[]): string | null;
    };

/** What one call of the hook means. */
export interface HookReading {
  /** The agent goes on: what it asked before about this subject, or about anything, needs no answer any more. */
  readonly settles?: { readonly subject: string } | "all" | undefined;
  readonly tell?: Said | undefined;
  readonly ask?: (Said & { readonly subject: string; readonly ownPrompt: OwnPrompt }) | undefined;
}

/** What a tool's configuration may name. */
export interface HookSurroundings {
  /** The command line that runs `quarterdeck hook`, executable first. */
  readonly command: readonly string[];
  /** Where files of ours may lie. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  /** Whether nobody but root could change files there: some programs trust only such. */
  readonly isFolderRootOnly: boolean;
  /** The environment the tool would have without us. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a file of the system's configuration holds; null if there is none. */
  readonly readText: (path: string) => string | null;
  readonly texts: HookTexts;
}

/** How a tool is started so that it calls the hook. Files are written into our own folder before it starts. */
export interface HookSetup {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly { readonly name: string; readonly content: string }[];
}

/** All that is particular about one tool. Pure; whatever a payload holds, `read` does not throw. */
export interface HookTool {
  readonly key: string;
  setUp(surroundings: HookSurroundings): HookSetup;
  read(call: HookCall, texts: HookTexts): HookReading;
}

export const noSetup: HookSetup = { arguments: [], environment: {}, files: [] };
