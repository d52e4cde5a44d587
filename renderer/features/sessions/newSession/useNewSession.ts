import { useMemo, useRef, useState } from "react";
import type { StartSession } from "#shared/contract/sessions.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { browserStorage } from "../../../shell/browserStorage.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useCall } from "../../../shell/useCall.ts";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import { parseArguments } from "./argumentLine.ts";
import { parseEnvironment } from "./environmentLines.ts";
import { loadLastChoice, saveLastChoice } from "./lastChoice.ts";
import { initialTool } from "./toolOrder.ts";

export interface Draft {
  readonly tool: string | null;
  readonly folder: string;
  readonly line: string;
  readonly environment: string;
  readonly name: string;
}

/** Errors stand at the field they belong to; `form` is for the rest. */
export type DraftErrors = Partial<Record<"tool" | "folder" | "line" | "environment" | "name" | "form", string>>;

export interface NewSession {
  readonly draft: Draft;
  readonly errors: DraftErrors;
  readonly isBusy: boolean;
  readonly change: (changes: Partial<Draft>) => void;
  /** Chooses a tool, with the arguments it was last started with. */
  readonly chooseTool: (key: string) => void;
  readonly start: () => Promise<void>;
}

/** The draft of a new session, kept whole until the server said yes. */
export function useNewSession(firstTool: string | null, onStarted: () => void): NewSession {
  const call = useCall();
  const t = useText();
  const language = useLanguage();
  const model = useSessionsModel();
  const tools = useSessions((state) => state.tools);
  const storage = useMemo(browserStorage, []);
  const last = useMemo(() => loadLastChoice(storage), [storage]);
  // One key an opening: pressing the button again after a lost answer finds the session instead of starting a second one.
  const idempotencyKey = useRef(crypto.randomUUID());
  const [chosen, setDraft] = useState<Draft>({
    tool: firstTool,
    folder: last.folder,
    line: "",
    environment: "",
    name: "",
  });
  const [hasTypedLine, setTypedLine] = useState(false);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [isBusy, setBusy] = useState(false);
  const tool = chosen.tool ?? (tools ? initialTool(tools, last.tool) : null);
  const draft: Draft = {
    ...chosen,
    tool,
    line: hasTypedLine || tool === null ? chosen.line : (last.lines[tool] ?? ""),
  };

  const change = (changes: Partial<Draft>): void => {
    if (changes.line !== undefined) setTypedLine(true);
    setDraft((before) => ({ ...before, ...changes }));
    setErrors((before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => field !== "form" && !(field in changes))),
    );
    // What was asked for changed, so it is another request.
    idempotencyKey.current = crypto.randomUUID();
  };

  const start = async (): Promise<void> => {
    const checked = checkDraft(draft, t);
    setErrors(checked.errors);
    if (!checked.request) return;
    setBusy(true);
    const request = { ...checked.request, idempotencyKey: idempotencyKey.current };
    const outcome = await call(
      `session:start:${idempotencyKey.current}`,
      (client, signal) => client.sessions.start(request, { signal }),
      { label: t("sessions.starting"), isQuiet: true },
    );
    setBusy(false);
    if (outcome.kind === "failed") setErrors(errorsOf(outcome.error, describeError(outcome.error, language)));
    if (outcome.kind !== "done") return;
    saveLastChoice(storage, {
      tool: request.tool,
      folder: draft.folder,
      lines: { ...last.lines, [request.tool]: draft.line },
    });
    onStarted();
    model.go(outcome.value.id);
  };

  return { draft, errors, isBusy, change, chooseTool: (key) => change({ tool: key }), start };
}

function checkDraft(
  draft: Draft,
  t: ReturnType<typeof useText>,
): { readonly request: StartSession | null; readonly errors: DraftErrors } {
  const line = parseArguments(draft.line);
  const environment = parseEnvironment(draft.environment);
  const environmentErrors = {
    "no-equals": "sessions.environmentNoEquals",
    "bad-name": "sessions.environmentBadName",
    twice: "sessions.environmentTwice",
  } as const;
  const errors: DraftErrors = {
    ...(draft.tool === null ? { tool: t("sessions.chooseTool") } : {}),
    ...(line.kind === "incomplete"
      ? {
          line:
            line.problem === "quote"
              ? t("sessions.openQuote", { position: line.position + 1 })
              : t("sessions.openBackslash"),
        }
      : {}),
    ...(environment.kind === "problem"
      ? { environment: t(environmentErrors[environment.problem], { line: environment.line, name: environment.name }) }
      : {}),
  };
  if (draft.tool === null || line.kind === "incomplete" || environment.kind === "problem")
    return { request: null, errors };
  const folder = draft.folder.trim();
  const name = draft.name.trim();
  const hasEnvironment = Object.keys(environment.environment).length > 0;
  return {
    errors: {},
    request: {
      tool: draft.tool,
      ...(folder === "" ? {} : { folder }),
      ...(line.arguments.length === 0 ? {} : { arguments: [...line.arguments] }),
      ...(hasEnvironment ? { environment: environment.environment } : {}),
      ...(name === "" ? {} : { name }),
    },
  };
}

function errorsOf({ code }: AppError, text: string): DraftErrors {
  if (code === "FOLDER_NOT_FOUND") return { folder: text };
  if (code === "TOOL_NOT_INSTALLED" || code === "UNKNOWN_TOOL" || code === "TOOL_FAILED_TO_START")
    return { tool: text };
  return { form: text };
}
