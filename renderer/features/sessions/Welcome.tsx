import { useText } from "../../i18n/useText.ts";
import { useMay } from "../../shell/shell.ts";
import { Button } from "../../ui/Button.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { isInstalled, orderTools } from "./newSession/toolOrder.ts";
import { ToolIcon } from "./ToolIcon.tsx";
import { useActionKeys } from "./useActionKeys.ts";
import { useSessions, useSessionsModel } from "./useSessions.ts";

/** The first run: what this is, and the tools found on this machine, each one press away. */
export function Welcome() {
  const t = useText();
  const model = useSessionsModel();
  const mayStart = useMay("start");
  const tools = useSessions((state) => state.tools);
  const newKeys = useActionKeys("sessions.new");
  const paletteKeys = useActionKeys("app.palette");
  const installed = orderTools(tools ?? [], null).filter(isInstalled);
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center overflow-y-auto p-8">
      <div className="w-full max-w-[440px]">
        <h2 className="text-20 font-semibold">{t("sessions.welcomeTitle")}</h2>
        <p className="mt-2 text-13 text-muted">{t("sessions.welcomeBody")}</p>
        {mayStart && installed.length > 0 && (
          <>
            <h3 className="mt-6 mb-2 text-12 text-faint">{t("sessions.welcomeTools")}</h3>
            <ul className="grid grid-cols-2 gap-1.5">
              {installed.slice(0, 6).map((tool) => (
                <li key={tool.key}>
                  <button
                    type="button"
                    onClick={() => model.setDialog({ kind: "new", tool: tool.key })}
                    className="flex min-h-11 w-full items-center gap-2 rounded border border-line px-2 py-1.5 text-left hover:bg-hover"
                  >
                    <ToolIcon tool={tool.key} />
                    <span className="min-w-0">
                      <span className="block truncate text-13">{tool.name}</span>
                      <span className="block truncate text-12 text-faint">{tool.version ?? tool.command}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        {mayStart && (
          <Button look="primary" className="mt-6" onClick={() => model.setDialog({ kind: "new", tool: null })}>
            {t("sessions.new")}
          </Button>
        )}
        <dl className="mt-8 grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-2 text-12 text-muted">
          <dt>
            <Kbd keys={newKeys} />
          </dt>
          <dd>{t("sessions.new")}</dd>
          <dt>
            <Kbd keys={paletteKeys} />
          </dt>
          <dd>{t("sessions.everyCommand")}</dd>
        </dl>
      </div>
    </div>
  );
}
