import { Search } from "lucide-react";
import { useId, useState } from "react";
import type { LogEntry } from "#shared/contract/system.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Select } from "../../ui/Select.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { VirtualList } from "../../ui/VirtualList.tsx";
import { keyedEntries } from "./keyedEntries.ts";
import { LogRow } from "./LogRow.tsx";
import { useLogs } from "./useLogs.ts";

/** The newest log entries, newest first, by level and by words. */
export function LogView() {
  const t = useText();
  const language = useLanguage();
  const statusId = useId();
  const [level, setLevel] = useState<LogEntry["level"]>("info");
  const [contains, setContains] = useState("");
  const [isFollowing, setFollowing] = useState(true);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const { entries, error } = useLogs({ level, contains: contains.trim() }, isFollowing);
  const keyed = keyedEntries(entries ?? []);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2">
        <Select
          label={t("diagnostics.level")}
          isLabelHidden
          value={level}
          onChange={setLevel}
          className="w-40"
          options={[
            { value: "debug", label: t("diagnostics.levelDebug") },
            { value: "info", label: t("diagnostics.levelInfo") },
            { value: "warn", label: t("diagnostics.levelWarn") },
            { value: "error", label: t("diagnostics.levelError") },
          ]}
        />
        <div className="min-w-40 flex-1">
          <TextField
            label={t("diagnostics.contains")}
            isLabelHidden
            type="search"
            placeholder={t("diagnostics.contains")}
            value={contains}
            onChange={setContains}
            maxLength={200}
          />
        </div>
        <Switch label={t("diagnostics.follow")} isOn={isFollowing} onChange={setFollowing} />
        <p id={statusId} role="status" className="figures text-12 text-muted">
          {entries === null ? "" : t("diagnostics.entries", { count: entries.length })}
        </p>
      </div>
      {error && (
        <p role="alert" className="px-4 py-2 text-danger">
          {describeError(error, language)}
        </p>
      )}
      {entries === null && !error && (
        <div className="flex flex-1 items-center justify-center text-muted">
          <Spinner label={t("app.loading")} />
        </div>
      )}
      {entries?.length === 0 && (
        <EmptyState icon={Search} title={t("diagnostics.logEmpty")} body={t("diagnostics.logEmptyBody")} />
      )}
      {keyed.length > 0 && (
        <VirtualList items={keyed} keyOf={({ key }) => key} rowHeight={28} isMeasured label={t("diagnostics.log")}>
          {({ entry, key }) => (
            <LogRow entry={entry} isOpen={key === openKey} onToggle={() => setOpenKey(key === openKey ? null : key)} />
          )}
        </VirtualList>
      )}
    </div>
  );
}
