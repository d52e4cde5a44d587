import { useEffect, useState } from "react";
import type { UsageReport } from "#shared/contract/models.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { fragmentOf } from "../../../shell/router.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import type { ModelSettings } from "../useModelSettings.ts";
import { UsageChart } from "./UsageChart.tsx";
import { localDay, sumsByDay, sumsByModel } from "./usageSums.ts";

const shownDays = 30;
/** Use shows within a minute while one looks at it. */
const everyMs = 60_000;

/** What models used today and in the last 30 days, and how far the day's budget is spent. */
export function UsagePanel({ settings }: { readonly settings: ModelSettings }) {
  const t = useText();
  const report = useUsage();
  if (report === null)
    return (
      <div className="flex justify-center p-8 text-muted">
        <Spinner label={t("app.loading")} />
      </div>
    );
  return (
    <>
      {report.budget.state === "warning" && (
        <Banner tone="info" title={t("models.budgetWarning")} body={t("models.budgetWarningBody")} />
      )}
      {report.budget.state === "exceeded" && (
        <Banner tone="attention" title={t("models.budgetExceeded")} body={t("models.budgetExceededBody")} />
      )}
      <div className="flex max-w-[800px] flex-col gap-8 px-4 py-4">
        <Today report={report} />
        <section aria-labelledby="usage-days">
          <h2 id="usage-days" className="mb-3 font-semibold">
            {t("models.lastDays", { count: shownDays })}
          </h2>
          {report.days.length === 0 ? (
            <p className="text-muted">{t("models.noUsage")}</p>
          ) : (
            <div className="flex flex-col gap-6">
              <UsageChart days={sumsByDay(report.days, localDay(new Date()), shownDays)} />
              <ModelTable report={report} settings={settings} />
            </div>
          )}
        </section>
      </div>
    </>
  );
}

function Today({ report: { today, budget, currency } }: { readonly report: UsageReport }) {
  const t = useText();
  const language = useLanguage();
  const number = new Intl.NumberFormat(language);
  const money = moneyFormat(language, currency);
  return (
    <section aria-labelledby="usage-today">
      <h2 id="usage-today" className="mb-3 font-semibold">
        {t("models.today")}
      </h2>
      <dl className="figures grid grid-cols-3 gap-4">
        {[
          { name: t("models.inputTokens"), value: number.format(today.inputTokens) },
          { name: t("models.outputTokensUsed"), value: number.format(today.outputTokens) },
          { name: t("models.cost"), value: today.cost === null ? t("models.noPrice") : money.format(today.cost) },
        ].map(({ name, value }) => (
          <div key={name} className="min-w-0">
            <dt className="text-12 text-muted">{name}</dt>
            <dd className="truncate text-15 font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex flex-col gap-1.5">
        {budget.state !== "none" && budget.daily > 0 && (
          <Progress value={(today.cost ?? 0) / budget.daily} label={t("models.budget")} />
        )}
        <p className="figures text-12 text-muted">
          {budget.state === "none"
            ? t("models.noBudget")
            : t("models.budgetOf", { spent: money.format(today.cost ?? 0), daily: money.format(budget.daily) })}{" "}
          <a href={fragmentOf(["settings", "models"])}>{t("models.changeBudget")}</a>
        </p>
      </div>
    </section>
  );
}

function ModelTable({ report, settings }: { readonly report: UsageReport; readonly settings: ModelSettings }) {
  const t = useText();
  const language = useLanguage();
  const number = new Intl.NumberFormat(language);
  const money = moneyFormat(language, report.currency);
  const nameOf = (key: string): string =>
    settings.configuration.aliases.find((alias) => alias.key === key)?.name ?? key;
  const head = "px-2 py-1.5 text-right font-medium text-muted first:pl-0 first:text-left last:pr-0";
  const cell = "px-2 py-1.5 text-right first:pl-0 first:text-left last:pr-0";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="overflow-x-auto" aria-label={t("models.byModel")} tabIndex={0}>
      <table className="figures w-full border-collapse text-13">
        <thead>
          <tr className="border-b border-line-strong text-12">
            <th className={head}>{t("models.model")}</th>
            <th className={head}>{t("models.calls")}</th>
            <th className={head}>{t("models.inputTokens")}</th>
            <th className={head}>{t("models.outputTokensUsed")}</th>
            <th className={head}>{t("models.cost")}</th>
          </tr>
        </thead>
        <tbody>
          {sumsByModel(report.days).map(({ model, calls, inputTokens, outputTokens, cost }) => (
            <tr key={model} className="border-b border-line">
              <td className={cell}>{nameOf(model)}</td>
              <td className={cell}>{number.format(calls)}</td>
              <td className={cell}>{number.format(inputTokens)}</td>
              <td className={cell}>{number.format(outputTokens)}</td>
              <td className={cell}>{cost === null ? t("models.noPrice") : money.format(cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function moneyFormat(language: string, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { style: "currency", currency, maximumFractionDigits: 4 });
}

function useUsage(): UsageReport | null {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [report, setReport] = useState<UsageReport | null>(null);
  useEffect(() => {
    const load = async (): Promise<void> => {
      const input = { days: shownDays };
      const outcome = await call("models.usage", (client, signal) => client.models.usage(input, { signal }), {
        label: t("models.loadUsage"),
      });
      if (outcome.kind === "done") setReport(outcome.value);
    };
    const live = connection.onLive(() => void load());
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && connection.state.getState().kind === "live") void load();
    }, everyMs);
    return () => {
      live[Symbol.dispose]();
      clearInterval(timer);
    };
  }, [connection, call, t]);
  return report;
}
