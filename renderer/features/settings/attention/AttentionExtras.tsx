import { useState } from "react";
import { PushSetting } from "../../../attention/PushSetting.tsx";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";

/** What of attention is no setting: trying how one is reached, and push on the phone at hand. */
export function AttentionExtras() {
  return (
    <div className="mb-2 flex flex-col divide-y divide-line rounded border border-line px-4 *:py-4">
      <TestRow />
      <PushSetting />
    </div>
  );
}

function TestRow() {
  const t = useText();
  const { router } = useShell();
  const call = useCall();
  const [isBusy, setBusy] = useState(false);
  const test = async (): Promise<void> => {
    setBusy(true);
    const outcome = await call("attention.test", (client, signal) => client.attention.test(undefined, { signal }), {
      label: t("settings.testAttention"),
    });
    setBusy(false);
    if (outcome.kind === "done") router.navigate(["inbox", outcome.value.id]);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{t("settings.testAttention")}</p>
        <p className="text-12 text-muted">{t("settings.testAttentionBody")}</p>
      </div>
      <Button isBusy={isBusy} onClick={() => void test()}>
        {t("settings.testAttentionNow")}
      </Button>
    </div>
  );
}
