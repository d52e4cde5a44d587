import { useLanguage } from "../../i18n/useText.ts";
import { PageHeader, type PageHeaderProps } from "../../ui/PageHeader.tsx";
import { AttentionExtras } from "./attention/AttentionExtras.tsx";
import { ObjectsSetting } from "./objects/ObjectsSetting.tsx";
import { SettingRow } from "./SettingRow.tsx";
import type { SettingSection } from "./settingFields.ts";
import type { LoadedSettings } from "./useSettings.ts";

export interface SectionPageProps {
  readonly section: SettingSection;
  readonly loaded: LoadedSettings;
  readonly back: NonNullable<PageHeaderProps["back"]>;
}

/** One section's settings, a row each. */
export function SectionPage({ section, loaded, back }: SectionPageProps) {
  const language = useLanguage();
  return (
    <>
      <PageHeader title={section.title[language]} back={back} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="max-w-[800px] px-4 py-4">
          {/* A list says itself what it is for, once it is empty or above its entries. */}
          {section.fields.some(({ control }) => control.kind !== "objects") && (
            <p className="mb-2 text-muted">{section.description[language]}</p>
          )}
          {section.id === "attention" && <AttentionExtras />}
          {section.fields.map((field) =>
            field.control.kind === "objects" ? (
              <ObjectsSetting key={field.path} field={field} control={field.control} loaded={loaded} />
            ) : (
              <SettingRow key={field.path} field={field} loaded={loaded} />
            ),
          )}
        </div>
      </div>
    </>
  );
}
