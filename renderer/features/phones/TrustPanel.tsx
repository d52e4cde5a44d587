import { useText } from "../../i18n/useText.ts";
import { CopyValue } from "./CopyValue.tsx";
import { QrCode } from "./QrCode.tsx";

/** How a phone comes to trust this machine's certificate. */
export function TrustPanel({ url }: { readonly url: string }) {
  const t = useText();
  return (
    <section aria-labelledby="phones-trust" className="flex gap-4 rounded border border-line p-4 max-wide:flex-col">
      <div className="size-32 shrink-0">
        <QrCode text={url} label={t("phones.qrTrust")} />
      </div>
      <div className="min-w-0">
        <h2 id="phones-trust" className="font-semibold">
          {t("phones.trustTitle")}
        </h2>
        <p className="mt-1 text-muted">{t("phones.trustBody")}</p>
        <div className="mt-2">
          <CopyValue value={url} />
        </div>
      </div>
    </section>
  );
}
