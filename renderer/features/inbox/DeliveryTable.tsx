import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { formatTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { useIsWide } from "../../ui/useMediaQuery.ts";
import { reasonText, stateText, surfaceText } from "./deliveryTexts.ts";

/** What happens to an item on its way, in this order. */
const steps = [
  { key: "sentAt", name: "inbox.stateSent" },
  { key: "deliveredAt", name: "inbox.stateDelivered" },
  { key: "seenAt", name: "inbox.stateSeen" },
  { key: "answeredAt", name: "inbox.stateAnswered" },
] as const;

/**
 * The honest ledger: on each way to the person what has happened to the item there and when, and why something has not. A column for each
 * step where there is room; on a phone the steps that were taken stand below the state.
 */
export function DeliveryTable({ deliveries }: { readonly deliveries: readonly AttentionDelivery[] }) {
  const t = useText();
  const isWide = useIsWide();
  return (
    <section
      className="focus-inset overflow-x-auto rounded border border-line"
      aria-label={t("inbox.deliveries")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className="w-full text-12 wide:min-w-[480px]">
        <thead>
          <tr className="border-b border-line bg-surface text-left text-muted *:px-3 *:py-1.5 *:font-normal">
            <th scope="col">{t("inbox.columnWay")}</th>
            <th scope="col">{t("inbox.columnState")}</th>
            {isWide &&
              steps.map(({ key, name }) => (
                <th key={key} scope="col">
                  {t(name)}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={`${delivery.surface}:${delivery.target}`} delivery={delivery} isWide={isWide} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DeliveryRow({ delivery, isWide }: { readonly delivery: AttentionDelivery; readonly isWide: boolean }) {
  const t = useText();
  const language = useLanguage();
  const { state, reason, attempts, times } = delivery;
  return (
    <tr className="border-b border-line align-top last:border-b-0 *:px-3 *:py-1.5">
      <th scope="row" className="text-left font-medium break-words max-wide:w-2/5">
        {surfaceText(delivery, t)}
      </th>
      <td className="wide:min-w-32">
        <span className={state === "failed" ? "text-danger" : undefined}>{stateText(state, t)}</span>
        {reason !== null && <span className="block break-words text-muted">{reasonText(reason, t)}</span>}
        {attempts > 1 && <span className="figures block text-muted">{t("inbox.attempts", { count: attempts })}</span>}
        {times.nextAt !== null && (
          <span className="figures block text-muted">
            {t("inbox.nextAt", { time: formatTime(times.nextAt, language) })}
          </span>
        )}
        {!isWide && <Steps times={times} />}
      </td>
      {isWide &&
        steps.map(({ key }) => {
          const time = times[key];
          return (
            <td key={key} className="figures whitespace-nowrap text-muted">
              {time === null ? "–" : formatTime(time, language)}
            </td>
          );
        })}
    </tr>
  );
}

function Steps({ times }: { readonly times: AttentionDelivery["times"] }) {
  const t = useText();
  const language = useLanguage();
  return steps.map(({ key, name }) => {
    const time = times[key];
    if (time === null) return null;
    return (
      <span key={key} className="figures flex justify-between gap-3 text-muted">
        <span>{t(name)}</span>
        <span>{formatTime(time, language)}</span>
      </span>
    );
  });
}
