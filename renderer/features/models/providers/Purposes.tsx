import { modelPurposes } from "#shared/configuration/modelSettings.ts";
import { useText } from "../../../i18n/useText.ts";
import { Select } from "../../../ui/Select.tsx";
import { FixedNote } from "../FixedNote.tsx";
import { purposeTitle } from "../purposeTitle.ts";
import type { ModelSettings } from "../useModelSettings.ts";

/** No model has this key: keys begin with a letter or a digit. */
const none = "-";

/** Which model is asked for what; what is left open goes to the default one. */
export function Purposes({ settings }: { readonly settings: ModelSettings }) {
  const t = useText();
  const { aliases, purposes } = settings.configuration;
  const defaultName = aliases.find(({ key }) => key === purposes.default)?.name;
  return (
    <section aria-labelledby="models-purposes">
      <h2 id="models-purposes" className="font-semibold">
        {t("models.purposes")}
      </h2>
      <p className="mb-3 text-muted">{t("models.purposesBody")}</p>
      <div className="grid grid-cols-2 items-start gap-x-6 gap-y-4 max-wide:grid-cols-1">
        {modelPurposes.map((purpose) => {
          const path = `models.${purpose}` as const;
          const source = settings.fixedBy(path);
          const open =
            purpose === "default" || defaultName === undefined
              ? t("models.purposeNone")
              : t("models.purposeAsDefault", { name: defaultName });
          const isKnown = purposes[purpose] === "" || aliases.some(({ key }) => key === purposes[purpose]);
          return (
            <div key={purpose} className={purpose === "default" ? "col-span-full" : "min-w-0"}>
              <Select
                label={purposeTitle(t, purpose)}
                value={purposes[purpose] === "" ? none : purposes[purpose]}
                disabled={source !== null}
                options={[
                  { value: none, label: open },
                  ...aliases.map(({ key, name }) => ({ value: key, label: name })),
                  ...(isKnown ? [] : [{ value: purposes[purpose], label: purposes[purpose] }]),
                ]}
                error={isKnown ? undefined : t("models.purposeUnknown")}
                onChange={(key) => void settings.save({ [path]: key === none ? "" : key })}
                className="w-full"
              />
              <FixedNote source={source} />
            </div>
          );
        })}
      </div>
    </section>
  );
}
