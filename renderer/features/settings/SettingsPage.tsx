import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import type { PageProps } from "../../shell/feature.ts";
import { fragmentOf } from "../../shell/router.ts";
import { useShell } from "../../shell/shell.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { ListDetail } from "../../ui/ListDetail.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { SectionPage } from "./SectionPage.tsx";
import { SecretsSection } from "./secrets/SecretsSection.tsx";
import { TokensSection } from "./tokens/TokensSection.tsx";
import { type LoadedSettings, useSettings } from "./useSettings.ts";

/** Appearance first, because that is what people come for; the schema's order otherwise. */
const firstSection = "appearance";
const tokensId = "tokens";
const secretsId = "secrets";

/** The page generated from the configuration's schema: sections at the left, one of them at the right. */
export function SettingsPage({ path }: PageProps) {
  const state = useSettings();
  const t = useText();
  const language = useLanguage();
  if (state.kind === "loading") {
    return (
      <div className="flex flex-1 items-center justify-center text-muted">
        <Spinner label={t("app.loading")} />
      </div>
    );
  }
  if (state.kind === "failed") {
    return (
      <div role="alert" className="flex flex-1 flex-col items-center justify-center gap-3 p-6 text-center">
        <p>{describeError(state.error, language)}</p>
        <Button onClick={state.retry}>{t("app.tryAgain")}</Button>
      </div>
    );
  }
  return <Loaded loaded={state} sectionId={path[0]} />;
}

function Loaded({ loaded, sectionId }: { readonly loaded: LoadedSettings; readonly sectionId: string | undefined }) {
  const { router } = useShell();
  const t = useText();
  const language = useLanguage();
  const isWide = useIsWide();
  const [listSize, setListSize] = useState(220);
  const sections = loaded.sections.toSorted((a, b) => Number(b.id === firstSection) - Number(a.id === firstSection));
  const entries = [
    ...sections.map(({ id, title }) => ({ id, title: title[language] })),
    { id: secretsId, title: t("settings.secrets") },
    { id: tokensId, title: t("settings.tokens") },
  ];
  const shownId = sectionId ?? firstSection;
  const section = sections.find(({ id }) => id === shownId);
  const back = { label: t("app.back"), onBack: () => void router.up() };

  const list = (
    <>
      <PageHeader title={t("settings.title")} />
      <nav aria-label={t("settings.sections")} className="min-h-0 flex-1 overflow-y-auto p-1.5">
        <ul className="flex flex-col gap-px">
          {entries.map(({ id, title }) => (
            <li key={id}>
              <a
                href={fragmentOf(["settings", id])}
                aria-current={id === shownId && isWide ? "page" : undefined}
                className={classes(
                  "focus-inset flex h-8 items-center rounded px-2.5 text-text no-underline max-wide:h-12 max-wide:text-15",
                  id === shownId && isWide ? "bg-selected font-medium" : "hover:bg-hover",
                )}
              >
                <span className="min-w-0 flex-1 truncate">{title}</span>
                <ChevronRight size={16} className="text-faint wide:hidden" aria-hidden />
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
  return (
    <ListDetail
      list={list}
      detail={
        shownId === tokensId ? (
          <TokensSection back={back} />
        ) : shownId === secretsId ? (
          <SecretsSection back={back} />
        ) : section ? (
          <SectionPage key={section.id} section={section} loaded={loaded} back={back} />
        ) : (
          <PageHeader title={t("settings.unknownSection")} back={back} />
        )
      }
      isDetailShown={sectionId !== undefined}
      listSize={listSize}
      onListSize={setListSize}
      dividerLabel={t("settings.listWidth")}
    />
  );
}
