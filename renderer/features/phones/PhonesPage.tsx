import { Plus, Smartphone } from "lucide-react";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { PhoneList } from "./PhoneList.tsx";
import { RelayPanel } from "./RelayPanel.tsx";
import { TrustPanel } from "./TrustPanel.tsx";
import { usePhones, usePhonesModel } from "./usePhones.ts";

/** The listener for phones and the phones that are paired. */
export function PhonesPage() {
  const t = useText();
  const language = useLanguage();
  const model = usePhonesModel();
  const phones = usePhones((state) => state.phones);
  const relay = usePhones((state) => state.relay);
  const problem = usePhones((state) => state.problem);
  const pair = (
    <Button look="primary" onClick={() => model.setPairing(true)}>
      <Plus size={14} aria-hidden />
      {t("phones.pair")}
    </Button>
  );
  const isEmpty = phones?.length === 0 && relay?.kind === "off";
  return (
    <>
      <PageHeader title={t("phones.title")}>{!isEmpty && phones !== null && pair}</PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {problem && (
          <p role="alert" className="px-4 pt-4 text-danger">
            {describeError(problem, language)}
          </p>
        )}
        {(phones === null || relay === null) && !problem && (
          <div className="flex justify-center p-8 text-muted">
            <Spinner label={t("app.loading")} />
          </div>
        )}
        {isEmpty && (
          <EmptyState icon={Smartphone} title={t("phones.emptyTitle")} body={t("phones.emptyBody")} action={pair} />
        )}
        {!isEmpty && phones !== null && relay !== null && (
          <div className="flex max-w-[800px] flex-col gap-6 px-4 py-4">
            <RelayPanel status={relay} />
            <PhoneList phones={phones} />
            {relay.kind === "open" && relay.trustUrl !== null && <TrustPanel url={relay.trustUrl} />}
          </div>
        )}
      </div>
    </>
  );
}
