import { KeyRound, Plus } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import type { TokenInfo } from "#shared/contract/tokens.ts";
import { formatAgo, formatDateTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { PageHeader, type PageHeaderProps } from "../../../ui/PageHeader.tsx";
import { CreateTokenDialog } from "./CreateTokenDialog.tsx";
import { permissionTitle } from "./permissionTexts.ts";

/** The bearer tokens for scripts: list, create, revoke. */
export function TokensSection({ back }: { readonly back: NonNullable<PageHeaderProps["back"]> }) {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [tokens, setTokens] = useState<readonly TokenInfo[] | null>(null);
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenInfo | null>(null);

  const load = useCallback(async () => {
    const outcome = await call("tokens.list", (client, signal) => client.tokens.list(undefined, { signal }), {
      label: t("settings.tokensLoad"),
    });
    if (outcome.kind === "done") setTokens(outcome.value);
  }, [call, t]);
  useEffect(() => {
    const live = connection.onLive(() => void load());
    return () => live[Symbol.dispose]();
  }, [connection, load]);

  const revoke = async ({ id }: TokenInfo): Promise<void> => {
    setRevoking(null);
    await call(`tokens.revoke:${id}`, (client, signal) => client.tokens.revoke({ id }, { signal }), {
      label: t("settings.tokenRevoking"),
    });
    await load();
  };
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus size={14} aria-hidden />
      {t("settings.tokenCreate")}
    </Button>
  );

  return (
    <>
      <PageHeader title={t("settings.tokens")} back={back} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="max-w-[800px] px-4 py-4">
          {tokens?.length === 0 && (
            <EmptyState
              icon={KeyRound}
              title={t("settings.tokensEmpty")}
              body={t("settings.tokensBody")}
              action={create}
            />
          )}
          {tokens !== null && tokens.length > 0 && (
            <>
              <p className="mb-4 text-muted">{t("settings.tokensBody")}</p>
              <ul className="mb-4 rounded border border-line">
                {tokens.map((token) => (
                  <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
                ))}
              </ul>
              {create}
            </>
          )}
        </div>
      </div>
      {isCreating && <CreateTokenDialog onClose={() => setCreating(false)} onCreated={() => void load()} />}
      <ConfirmDialog
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && void revoke(revoking)}
        title={t("settings.tokenRevokeTitle", { name: revoking?.name ?? "" })}
        body={t("settings.tokenRevokeBody")}
        confirmLabel={t("settings.tokenRevoke")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </>
  );
}

function TokenRow({ token, onRevoke }: { readonly token: TokenInfo; readonly onRevoke: () => void }) {
  const t = useText();
  const language = useLanguage();
  const used =
    token.lastUsedAt === null
      ? t("settings.tokenNeverUsed")
      : t("settings.tokenUsed", { when: formatAgo(token.lastUsedAt, Date.now(), language) });
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{token.name}</p>
        <p className="text-12 text-muted" title={formatDateTime(token.createdAt, language)}>
          {token.scopes.map((scope) => permissionTitle(t, scope)).join(" · ")}
          <span className="px-1.5 text-faint">—</span>
          {used}
        </p>
      </div>
      <Button size="small" onClick={onRevoke}>
        {t("settings.tokenRevoke")}
      </Button>
    </li>
  );
}
