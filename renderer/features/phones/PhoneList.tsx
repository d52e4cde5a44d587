import { useState } from "react";
import type { Phone } from "#shared/contract/phones.ts";
import { formatAgo, formatDateTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { permissionsLine } from "../../pairing/permissionTexts.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { StatusDot } from "../../ui/StatusDot.tsx";
import { ChangePhoneDialog } from "./ChangePhoneDialog.tsx";

/** The paired phones: who is there, what each may do, and taking that away. */
export function PhoneList({ phones }: { readonly phones: readonly Phone[] }) {
  const t = useText();
  const call = useCall();
  const [changing, setChanging] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<Phone | null>(null);
  const changed = phones.find(({ id }) => id === changing);
  const revoke = async ({ id }: Phone): Promise<void> => {
    setRevoking(null);
    await call(`phones.revoke:${id}`, (client, signal) => client.phones.revoke({ id }, { signal }), {
      label: t("phones.revoking"),
    });
  };
  return (
    <section aria-labelledby="phones-list">
      <h2 id="phones-list" className="mb-2 font-semibold">
        {t("phones.paired")}
      </h2>
      {phones.length === 0 && <p className="text-muted">{t("phones.noPhones")}</p>}
      {phones.length > 0 && (
        <ul className="rounded border border-line">
          {phones.map((phone) => (
            <PhoneRow
              key={phone.id}
              phone={phone}
              onChange={() => setChanging(phone.id)}
              onRevoke={() => setRevoking(phone)}
            />
          ))}
        </ul>
      )}
      {changed && <ChangePhoneDialog key={changed.id} phone={changed} onClose={() => setChanging(null)} />}
      <ConfirmDialog
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && void revoke(revoking)}
        title={t("phones.revokeTitle", { name: revoking?.name ?? "" })}
        body={t("phones.revokeBody")}
        confirmLabel={t("phones.revoke")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </section>
  );
}

interface PhoneRowProps {
  readonly phone: Phone;
  readonly onChange: () => void;
  readonly onRevoke: () => void;
}

function PhoneRow({ phone, onChange, onRevoke }: PhoneRowProps) {
  const t = useText();
  const isHere = phone.connections > 0;
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0 max-wide:flex-wrap">
      <div className="min-w-0 flex-1 max-wide:basis-full">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{phone.name}</span>
          <span className="truncate text-12 text-muted">{phone.label}</span>
        </p>
        <p className="text-12 text-muted">{permissionsLine(t, phone.scopes)}</p>
        <p className="figures flex flex-wrap items-center gap-x-2 text-12 text-muted">
          <StatusDot
            shape={isHere ? "running" : "idle"}
            label={isHere ? t("phones.connectedHere") : t("phones.notConnected")}
          />
          <Presence phone={phone} />
        </p>
      </div>
      <Button size="small" aria-label={t("phones.changeOf", { name: phone.name })} onClick={onChange}>
        {t("phones.change")}
      </Button>
      <Button size="small" look="ghost" aria-label={t("phones.revokeOf", { name: phone.name })} onClick={onRevoke}>
        {t("phones.revoke")}
      </Button>
    </li>
  );
}

/** How many connections there are, or when the last one was; and from where. */
function Presence({ phone }: { readonly phone: Phone }) {
  const t = useText();
  const language = useLanguage();
  const { connections, lastAddress, lastSeenAt } = phone;
  const when =
    connections > 0
      ? t("phones.connectedNow", { count: connections })
      : lastSeenAt === null
        ? t("phones.neverSeen")
        : t("phones.lastSeen", { when: formatAgo(lastSeenAt, Date.now(), language) });
  return (
    <>
      <span title={lastSeenAt === null ? undefined : formatDateTime(lastSeenAt, language)}>{when}</span>
      {lastAddress !== null && <span>{t("phones.from", { address: lastAddress })}</span>}
    </>
  );
}
