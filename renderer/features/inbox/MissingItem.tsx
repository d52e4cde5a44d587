import { BellOff } from "lucide-react";
import { useEffect, useState } from "react";
import type { AppError } from "#shared/errors/appError.ts";
import { useAttentionModel } from "../../attention/useAttention.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Spinner } from "../../ui/Spinner.tsx";

/** An item that this page does not hold, as when an old notification is opened: it is asked for, and said if there is none. */
export function MissingItem({ id }: { readonly id: string }) {
  const t = useText();
  const language = useLanguage();
  const { router } = useShell();
  const call = useCall();
  const model = useAttentionModel();
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let isGone = false;
    const load = async (): Promise<void> => {
      const outcome = await call(`attention.get:${id}`, (client, signal) => client.attention.get({ id }, { signal }), {
        label: t("attention.loading"),
        isQuiet: true,
      });
      if (isGone) return;
      if (outcome.kind === "done") model.take([outcome.value]);
      if (outcome.kind === "failed") setError(outcome.error);
    };
    void load();
    return () => {
      isGone = true;
    };
  }, [id, call, model, t]);
  if (!error)
    return (
      <p className="flex items-center gap-2 p-4 text-13 text-muted">
        <Spinner /> {t("attention.loading")}
      </p>
    );
  return (
    <EmptyState
      icon={BellOff}
      title={t("inbox.missingTitle")}
      body={
        error.code === "ATTENTION_NOT_FOUND" || error.code === "VALIDATION"
          ? t("inbox.missingBody")
          : describeError(error, language)
      }
      action={<Button onClick={() => router.navigate(["inbox"], { replace: true })}>{t("inbox.toList")}</Button>}
    />
  );
}
