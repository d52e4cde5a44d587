import { Fragment, type ReactNode } from "react";
import { assertNever } from "#shared/assertNever.ts";
import type { RelayCertificate, RelayStatus } from "#shared/contract/relay.ts";
import { formatDateTime, formatTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { StatusDot, type StatusShape } from "../../ui/StatusDot.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { CopyValue } from "./CopyValue.tsx";
import { RelayProblem } from "./RelayProblem.tsx";
import { useRelaySwitch } from "./useRelaySwitch.ts";

const shapes: Readonly<Record<RelayStatus["kind"], StatusShape>> = {
  off: "idle",
  opening: "starting",
  open: "running",
  failed: "failed",
};

/** Whether phones can connect, where, and what they are shown. */
export function RelayPanel({ status }: { readonly status: RelayStatus }) {
  const t = useText();
  const { isOn, isBusy, turn } = useRelaySwitch();
  const text = useStatusText(status);
  return (
    <section aria-labelledby="phones-relay" className="rounded border border-line">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <h2 id="phones-relay" className="sr-only">
          {t("phones.relayTitle")}
        </h2>
        <Switch
          label={t("phones.relaySwitch")}
          isOn={isOn ?? status.kind !== "off"}
          disabled={isBusy || isOn === null}
          onChange={(next) => void turn(next)}
        />
        <span role="status" className="ml-auto text-12 text-muted">
          <StatusDot shape={shapes[status.kind]} label={text} />
        </span>
      </header>
      {status.kind === "failed" && (
        <div className="px-4 pb-4">
          <RelayProblem status={status} />
        </div>
      )}
      {status.kind === "open" && <OpenDetails status={status} />}
    </section>
  );
}

function useStatusText(status: RelayStatus): string {
  const t = useText();
  const language = useLanguage();
  switch (status.kind) {
    case "off":
      return t("phones.relayOff");
    case "opening":
      return t("phones.relayOpening");
    case "open":
      return t("phones.relayOpen", { time: formatTime(status.since, language) });
    case "failed":
      return t("phones.relayFailed");
    default:
      return assertNever(status);
  }
}

function OpenDetails({ status }: { readonly status: Extract<RelayStatus, { kind: "open" }> }) {
  const t = useText();
  const { announcement, certificate } = status;
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-2 border-t border-line px-4 py-3 max-wide:grid-cols-1 max-wide:gap-y-1">
      <Row name={t("phones.address")}>
        <CopyValue value={status.url} />
      </Row>
      {status.addressUrls.length > 0 && (
        <Row name={t("phones.addressesByNumber")}>
          {status.addressUrls.map((url) => (
            <CopyValue key={url} value={url} />
          ))}
        </Row>
      )}
      <Row name={t("phones.announcement")}>
        {announcement.kind === "announced"
          ? t("phones.announced", { name: announcement.name })
          : t("phones.announcementFailed", { reason: announcement.reason })}
      </Row>
      <CertificateRows certificate={certificate} />
      <Row name={t("phones.connections")}>
        <span className="figures">{status.connections}</span>
      </Row>
    </dl>
  );
}

function CertificateRows({ certificate }: { readonly certificate: RelayCertificate }) {
  const t = useText();
  const language = useLanguage();
  const { kind, issuer, validTo, fingerprint, authorityFingerprint } = certificate;
  const origin = kind === "own-authority" ? t("phones.certificateOwn") : t("phones.certificateFiles", { issuer });
  return (
    <>
      <Row name={t("phones.certificate")}>
        {origin} · {t("phones.validUntil", { date: formatDateTime(validTo, language) })}
      </Row>
      <Row name={t("phones.fingerprint")}>
        <Fingerprint value={fingerprint} />
      </Row>
      {authorityFingerprint !== null && (
        <Row name={t("phones.authorityFingerprint")}>
          <Fingerprint value={authorityFingerprint} />
        </Row>
      )}
    </>
  );
}

/** Breaks between its pairs, never inside one. */
function Fingerprint({ value }: { readonly value: string }) {
  return (
    <span className="mono block text-12 text-muted select-all">
      {value.split(/(?<=:)/).map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place
        <Fragment key={index}>
          {pair}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted max-wide:mt-2 max-wide:text-12">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
