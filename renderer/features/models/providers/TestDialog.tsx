import { useCallback, useEffect, useState } from "react";
import type { ModelTest } from "#shared/contract/models.ts";
import type { Translate } from "../../../i18n/texts.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { StatusDot, type StatusShape } from "../../../ui/StatusDot.tsx";
import { FormProblem } from "../FormProblem.tsx";

export interface TestDialogProps {
  readonly model: { readonly key: string; readonly name: string };
  readonly onClose: () => void;
}

type Step = ModelTest["steps"][number];

const shapes: Readonly<Record<Step["state"], StatusShape>> = { ok: "done", failed: "failed", skipped: "idle" };

/** Asks a model for a word and shows every step of the way, so that it is plain which one fails. Begins at once. */
export function TestDialog({ model, onClose }: TestDialogProps) {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const [test, setTest] = useState<ModelTest | null>(null);
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(true);
  const { key } = model;
  const run = useCallback(async () => {
    setBusy(true);
    setProblem(undefined);
    const outcome = await call(`models.test:${key}`, (client, signal) => client.models.test({ key }, { signal }), {
      label: t("models.testing"),
      isQuiet: true,
    });
    setBusy(false);
    setTest(outcome.kind === "done" ? outcome.value : null);
    if (outcome.kind === "failed") setProblem(describeError(outcome.error, language));
  }, [call, key, t, language]);
  useEffect(() => void run(), [run]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("models.testOf", { name: model.name })}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button isBusy={isBusy} onClick={() => void run()}>
            {t("models.testAgain")}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t("models.done")}
          </Button>
        </>
      }
    >
      <div aria-live="polite" aria-busy={isBusy} className="flex min-h-40 flex-col gap-3">
        <FormProblem text={problem} />
        {isBusy && test === null && (
          <p className="flex items-center gap-2 text-muted">
            <Spinner />
            {t("models.testing")}
          </p>
        )}
        {test && <TestResult test={test} />}
      </div>
    </Dialog>
  );
}

function TestResult({ test }: { readonly test: ModelTest }) {
  const t = useText();
  return (
    <>
      <p className="font-medium">{test.isUsable ? t("models.testWorks") : t("models.testFails")}</p>
      <ol className="flex flex-col">
        {test.steps.map((step) => (
          <li
            key={step.step}
            className="grid grid-cols-[7.5rem_1fr] gap-x-3 border-b border-line py-1.5 last:border-b-0"
          >
            <StatusDot shape={shapes[step.state]} label={stepTitle(t, step.step)} className="self-start" />
            <span
              className={step.state === "failed" ? "min-w-0 break-words text-danger" : "min-w-0 break-words text-muted"}
            >
              <span className="sr-only">{stateText(t, step.state)} </span>
              {step.detail === "" ? stateText(t, step.state) : step.detail}
            </span>
          </li>
        ))}
      </ol>
      {test.answer !== null && (
        <figure className="rounded border border-line bg-sunken px-3 py-2">
          <figcaption className="figures text-12 text-muted">
            {test.firstTokenMs === null
              ? t("models.testAnswer")
              : t("models.testAnswerIn", { milliseconds: Math.round(test.firstTokenMs) })}
          </figcaption>
          <blockquote className="break-words">{test.answer}</blockquote>
        </figure>
      )}
    </>
  );
}

function stepTitle(t: Translate, step: Step["step"]): string {
  switch (step) {
    case "configuration":
      return t("models.stepConfiguration");
    case "key":
      return t("models.stepKey");
    case "address":
      return t("models.stepAddress");
    case "server":
      return t("models.stepServer");
    case "model":
      return t("models.stepModel");
    case "answer":
      return t("models.stepAnswer");
  }
}

function stateText(t: Translate, state: Step["state"]): string {
  switch (state) {
    case "ok":
      return t("models.stepOk");
    case "failed":
      return t("models.stepFailed");
    case "skipped":
      return t("models.stepSkipped");
  }
}
