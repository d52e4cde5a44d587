import { type FormEvent, useState } from "react";
import type { McpServer } from "#shared/configuration/chatSettings.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { serverProblemsOf } from "../../../shell/serverProblems.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { FormProblem } from "../FormProblem.tsx";
import { type FieldProblems, hasProblems, problemText } from "../fieldProblems.ts";
import { freeKey } from "../modelConfiguration.ts";
import type { ModelSettings } from "../useModelSettings.ts";
import { SecretPair } from "./SecretPair.tsx";
import { formForServer, type ServerField, type ServerForm, serverOf, serverProblems, withPair } from "./serverForm.ts";

export interface ServerDialogProps {
  /** Null for a new one. */
  readonly server: McpServer | null;
  readonly settings: ModelSettings;
  readonly onClose: () => void;
}

/** An MCP server: a program to run, or an address; with what it is given. */
export function ServerDialog({ server, settings, onClose }: ServerDialogProps) {
  const t = useText();
  const { servers } = settings.configuration;
  const [form, setForm] = useState<ServerForm>(() => formForServer(server));
  const [problems, setProblems] = useState<FieldProblems<ServerField>>({});
  const { failure, isBusy, save } = useSaveServer(server, settings, onClose);
  const taken = servers.filter(({ key }) => key !== server?.key).map(({ key }) => key);
  const change = (changed: Partial<ServerForm>): void => setForm((before) => ({ ...before, ...changed }));
  const field = (name: ServerField) => ({
    value: form[name],
    onChange: (value: string) => change({ [name]: value }),
    error: problemText(t, problems, name),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A new one gets its key from its name; models see it before each of its tools.
    const keyed = server === null ? { ...form, key: freeKey(form.name, taken, 32).replaceAll(".", "-") } : form;
    const found = serverProblems(keyed, taken);
    setProblems(found);
    if (!hasProblems(found)) void save(keyed);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={server === null ? t("models.addServer") : t("models.editOf", { name: server.name })}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="server-form" look="primary" isBusy={isBusy}>
            {t("models.save")}
          </Button>
        </>
      }
    >
      <form id="server-form" onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        <FormProblem text={failure ?? problemText(t, problems, "key")} />
        <TextField {...field("name")} label={t("models.serverName")} maxLength={80} placeholder="GitHub" />
        <Select
          label={t("models.serverKind")}
          value={form.kind}
          options={[
            { value: "stdio", label: t("models.serverStdio") },
            { value: "http", label: t("models.serverHttp") },
          ]}
          onChange={(kind) => change({ kind, pairs: "" })}
        />
        {form.kind === "stdio" ? (
          <>
            <TextField {...field("command")} label={t("models.command")} isMono placeholder="npx" />
            <TextArea {...field("arguments")} label={t("models.arguments")} hint={t("models.oneALine")} isMono />
          </>
        ) : (
          <TextField
            {...field("url")}
            label={t("models.url")}
            isMono
            inputMode="url"
            placeholder="https://example.com/mcp"
          />
        )}
        <TextArea
          {...field("pairs")}
          label={form.kind === "stdio" ? t("models.environment") : t("models.headers")}
          hint={t("models.pairsHint")}
          isMono
        />
        <SecretPair
          isHeader={form.kind === "http"}
          serverName={form.name}
          onStored={(name, value) => change({ pairs: withPair(form.pairs, name, value) })}
        />
      </form>
    </Dialog>
  );
}

function useSaveServer(server: McpServer | null, { configuration, save }: ModelSettings, onSaved: () => void) {
  const language = useLanguage();
  const [failure, setFailure] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const saveServer = async (form: ServerForm): Promise<void> => {
    const { servers } = configuration;
    const known = servers.findIndex(({ key }) => key === server?.key);
    const index = known === -1 ? servers.length : known;
    setBusy(true);
    setFailure(undefined);
    const value = serverOf(form, server?.isEnabled ?? true);
    const outcome = await save({ "chat.mcpServers": servers.toSpliced(index, 1, value) }, { isQuiet: true });
    setBusy(false);
    if (outcome.kind === "done") onSaved();
    if (outcome.kind !== "failed") return;
    const [problem] = serverProblemsOf(outcome.error, `chat.mcpServers.${index}`, language);
    setFailure(problem ? `${problem.path}: ${problem.text}` : describeError(outcome.error, language));
  };
  return { failure, isBusy, save: saveServer };
}
