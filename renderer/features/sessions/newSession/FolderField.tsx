import { FolderOpen } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { FolderDialog } from "./FolderDialog.tsx";
import { nativeFolderChooser } from "./nativeFolderChooser.ts";

export interface FolderFieldProps {
  readonly value: string;
  readonly onChange: (folder: string) => void;
  readonly error: string | undefined;
}

/** A folder: typed (~ is the home folder), one of the recent ones, or chosen. */
export function FolderField({ value, onChange, error }: FolderFieldProps) {
  const t = useText();
  const call = useCall();
  const listId = useId();
  const [recent, setRecent] = useState<readonly string[]>([]);
  const [isBrowsing, setBrowsing] = useState(false);
  useEffect(() => {
    let isGone = false;
    void call("folders:recent", (client, signal) => client.system.recentFolders(undefined, { signal }), {
      label: t("sessions.loadingFolders"),
      isQuiet: true,
    }).then((outcome) => {
      if (!isGone && outcome.kind === "done") setRecent(outcome.value);
    });
    return () => {
      isGone = true;
    };
  }, [call, t]);
  const choose = async (): Promise<void> => {
    const chooser = nativeFolderChooser();
    if (!chooser) return setBrowsing(true);
    const folder = await chooser(value);
    if (folder !== null) onChange(folder);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t("sessions.folder")}
            isMono
            placeholder="~"
            list={listId}
            value={value}
            onChange={onChange}
            error={error}
            hint={t("sessions.folderHint")}
          />
          <datalist id={listId}>
            {recent.map((folder) => (
              <option key={folder} value={folder} />
            ))}
          </datalist>
        </div>
        <Button className="mt-6" onClick={() => void choose()}>
          <FolderOpen size={14} aria-hidden />
          {t("sessions.browse")}
        </Button>
      </div>
      {recent.length > 0 && (
        <fieldset className="flex flex-wrap gap-1" aria-label={t("sessions.recentFolders")}>
          {recent.slice(0, 5).map((folder) => (
            <button
              key={folder}
              type="button"
              onClick={() => onChange(folder)}
              className="mono max-w-60 truncate rounded border border-line px-1.5 py-0.5 text-12 text-muted hover:bg-hover max-wide:min-h-11"
              title={folder}
            >
              {folder}
            </button>
          ))}
        </fieldset>
      )}
      {isBrowsing && (
        <FolderDialog
          first={value.trim() === "" ? undefined : value.trim()}
          onClose={() => setBrowsing(false)}
          onChoose={(folder) => {
            onChange(folder);
            setBrowsing(false);
          }}
        />
      )}
    </div>
  );
}
