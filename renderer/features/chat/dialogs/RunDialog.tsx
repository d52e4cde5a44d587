import { Plus, SquareTerminal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { abortableWait } from "../../../connection/abortable.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useMay, useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { typeIntoSession } from "./typeIntoSession.ts";

/** Where a command from an answer goes: a running shell or a new one. It is put onto the input and not run: Enter stays the person's. */
export function RunDialog({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const { connection, router } = useShell();
  const mayStart = useMay("start");
  const [sessions, setSessions] = useState<readonly Session[] | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const abort = useRef(new AbortController());
  const key = useRef(crypto.randomUUID());
  useEffect(() => {
    let isWanted = true;
    void call("chat.sessions", (client, signal) => client.sessions.list({}, { signal }), {
      label: t("chat.loadingSessions"),
    }).then((outcome) => {
      if (isWanted) setSessions(outcome.kind === "done" ? outcome.value.filter(isShell) : []);
    });
    return () => {
      isWanted = false;
    };
  }, [call, t]);
  useEffect(() => {
    // In the effect, so that one that was torn down and set up again has a signal that has not fired.
    const controller = new AbortController();
    abort.current = controller;
    return () => controller.abort(new DOMException("Closed", "AbortError"));
  }, []);

  const run = async (session: Session | null): Promise<void> => {
    const { signal } = abort.current;
    setBusy(session?.id ?? "new");
    setProblem(null);
    try {
      const target =
        session ??
        (await connection.call(`session:start:${key.current}`, (client) =>
          client.sessions.start({ tool: "shell", idempotencyKey: key.current }, { signal }),
        ));
      const outcome = await typeIntoSession(
        connection.client.sessions,
        { session: target.id, text, isFresh: session === null },
        signal,
        abortableWait,
      );
      if (outcome === "typed") {
        onClose();
        router.navigate(["sessions", target.id]);
      } else setProblem(t("chat.runRefused"));
    } catch (thrown) {
      if (!isAbort(thrown)) setProblem(describeError(toAppError(thrown), language));
    }
    setBusy(null);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("chat.runInSession")}
      description={t("chat.runBody")}
      closeLabel={t("app.close")}
      size="small"
    >
      <pre className="mono mb-3 max-h-32 overflow-auto rounded border border-line bg-surface px-2.5 py-1.5 text-12 break-all whitespace-pre-wrap">
        {text}
      </pre>
      <ul className="flex flex-col gap-1">
        {mayStart && (
          <Target
            icon={<Plus size={16} aria-hidden />}
            name={t("chat.newShell")}
            hint=""
            isBusy={busy === "new"}
            isDisabled={busy !== null}
            onPress={() => void run(null)}
          />
        )}
        {sessions === null && (
          <li className="flex items-center gap-2 px-2 py-1 text-13 text-muted">
            <Spinner /> {t("chat.loadingSessions")}
          </li>
        )}
        {sessions?.map((session) => (
          <Target
            key={session.id}
            icon={<SquareTerminal size={16} aria-hidden />}
            name={session.name}
            hint={session.folder}
            isBusy={busy === session.id}
            isDisabled={busy !== null}
            onPress={() => void run(session)}
          />
        ))}
      </ul>
      {problem !== null && (
        <p role="alert" className="mt-2 text-13 text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

interface TargetProps {
  readonly icon: React.ReactNode;
  readonly name: string;
  readonly hint: string;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

function Target({ icon, name, hint, isBusy, isDisabled, onPress }: TargetProps) {
  return (
    <li>
      <button
        type="button"
        disabled={isDisabled}
        aria-busy={isBusy || undefined}
        onClick={onPress}
        className="flex min-h-9 w-full min-w-0 items-center gap-2.5 rounded border border-line px-2.5 text-left text-13 hover:bg-hover disabled:opacity-50 max-wide:min-h-11"
      >
        <span className="text-muted">{isBusy ? <Spinner /> : icon}</span>
        <span className="truncate font-medium">{name}</span>
        <span className="min-w-0 flex-1 truncate text-right text-12 text-muted">{hint}</span>
      </button>
    </li>
  );
}

function isShell({ tool, status }: Session): boolean {
  return tool === "shell" && status === "running";
}
