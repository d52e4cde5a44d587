import { CornerLeftUp, Folder } from "lucide-react";
import { useEffect, useState } from "react";
import type { AppError } from "#shared/errors/appError.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";

interface Listing {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  readonly isTruncated: boolean;
}

export interface FolderDialogProps {
  /** Where to begin; the home folder if left out. */
  readonly first: string | undefined;
  readonly onChoose: (folder: string) => void;
  readonly onClose: () => void;
}

/** Chooses a folder on the machine where the sessions run, which need not be this one. */
export function FolderDialog({ first, onChoose, onClose }: FolderDialogProps) {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const [wanted, setWanted] = useState(first);
  const [listing, setListing] = useState<Listing | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let isGone = false;
    void call(
      `folders:browse:${wanted ?? ""}`,
      (client, signal) => client.system.browseFolders(wanted === undefined ? {} : { path: wanted }, { signal }),
      { label: t("sessions.loadingFolders"), isQuiet: true },
    ).then((outcome) => {
      if (isGone || outcome.kind === "cancelled") return;
      if (outcome.kind === "done") {
        setListing(outcome.value);
        setError(null);
      } else if (wanted !== undefined && outcome.error.code === "FOLDER_NOT_FOUND") setWanted(undefined);
      else setError(outcome.error);
    });
    return () => {
      isGone = true;
    };
  }, [call, wanted, t]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.browseTitle")}
      {...(listing ? { description: listing.path } : {})}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="primary" disabled={!listing} onClick={() => listing && onChoose(listing.path)}>
            {t("sessions.useFolder")}
          </Button>
        </>
      }
    >
      {error && (
        <p role="alert" className="text-13 text-danger">
          {describeError(error, language)}
        </p>
      )}
      {!listing && !error && <Spinner />}
      {listing && (
        <ul className="mono h-72 overflow-y-auto text-13">
          {listing.parent !== null && (
            <Row icon={CornerLeftUp} name=".." onOpen={() => setWanted(listing.parent ?? undefined)} />
          )}
          {listing.folders.map(({ name, path }) => (
            <Row key={path} icon={Folder} name={name} onOpen={() => setWanted(path)} />
          ))}
          {listing.folders.length === 0 && (
            <li className="px-2 py-1 font-sans text-muted">{t("sessions.noFolders")}</li>
          )}
          {listing.isTruncated && <li className="px-2 py-1 font-sans text-muted">{t("sessions.moreFolders")}</li>}
        </ul>
      )}
    </Dialog>
  );
}

function Row({
  icon: Icon,
  name,
  onOpen,
}: {
  readonly icon: typeof Folder;
  readonly name: string;
  readonly onOpen: () => void;
}) {
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="focus-inset flex min-h-7 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover max-wide:min-h-11"
      >
        <Icon size={14} className="shrink-0 text-muted" aria-hidden />
        <span className="truncate">{name}</span>
      </button>
    </li>
  );
}
