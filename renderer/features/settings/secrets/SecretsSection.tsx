import { LockKeyhole, Plus } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { PageHeader, type PageHeaderProps } from "../../../ui/PageHeader.tsx";
import { SetSecretDialog } from "./SetSecretDialog.tsx";

/** Keys and passwords by name: where each is kept; set, replace, delete. Values go in and never come out. */
export function SecretsSection({ back }: { readonly back: NonNullable<PageHeaderProps["back"]> }) {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [secrets, setSecrets] = useState<readonly SecretInfo[] | null>(null);
  const [setting, setSetting] = useState<{ readonly name: string | null } | null>(null);
  const [deleting, setDeleting] = useState<string | null>(null);

  const load = useCallback(async () => {
    const outcome = await call("secrets.list", (client, signal) => client.secrets.list(undefined, { signal }), {
      label: t("settings.secretsLoad"),
    });
    if (outcome.kind === "done") setSecrets(outcome.value);
  }, [call, t]);
  useEffect(() => {
    const live = connection.onLive(() => void load());
    return () => live[Symbol.dispose]();
  }, [connection, load]);

  const remove = async (name: string): Promise<void> => {
    setDeleting(null);
    await call(`secrets.delete:${name}`, (client, signal) => client.secrets.delete({ name }, { signal }), {
      label: t("settings.secretDeleting"),
    });
    await load();
  };
  const add = (
    <Button look="primary" onClick={() => setSetting({ name: null })}>
      <Plus size={14} aria-hidden />
      {t("settings.secretAdd")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("settings.secrets")} back={back} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="max-w-[800px] px-4 py-4">
          {secrets?.length === 0 && (
            <EmptyState
              icon={LockKeyhole}
              title={t("settings.secretsEmpty")}
              body={t("settings.secretsBody")}
              action={add}
            />
          )}
          {secrets !== null && secrets.length > 0 && (
            <>
              <p className="mb-4 text-muted">{t("settings.secretsBody")}</p>
              <ul className="mb-4 rounded border border-line">
                {secrets.map(({ name, place }) => (
                  <li key={name} className="flex items-center gap-2 border-b border-line px-3 py-2 last:border-b-0">
                    <div className="min-w-0 flex-1">
                      <p className="mono truncate font-medium">{name}</p>
                      <p className="text-12 text-muted">
                        {place === "keychain" ? t("settings.secretInKeychain") : t("settings.secretInVault")}
                      </p>
                    </div>
                    <Button
                      size="small"
                      aria-label={t("settings.secretReplaceOf", { name })}
                      onClick={() => setSetting({ name })}
                    >
                      {t("settings.secretReplace")}
                    </Button>
                    <Button
                      size="small"
                      look="ghost"
                      aria-label={t("settings.secretDeleteOf", { name })}
                      onClick={() => setDeleting(name)}
                    >
                      {t("settings.secretDelete")}
                    </Button>
                  </li>
                ))}
              </ul>
              {add}
            </>
          )}
        </div>
      </div>
      {setting && <SetSecretDialog name={setting.name} onClose={() => setSetting(null)} onStored={() => void load()} />}
      <ConfirmDialog
        isOpen={deleting !== null}
        onClose={() => setDeleting(null)}
        onConfirm={() => deleting !== null && void remove(deleting)}
        title={t("settings.secretDeleteTitle", { name: deleting ?? "" })}
        body={t("settings.secretDeleteBody")}
        confirmLabel={t("settings.secretDelete")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </>
  );
}
