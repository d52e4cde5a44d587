import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { formatTime } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { reasonText, stateText, surfaceText } from "./deliveryTexts.ts";

/** The honest ledger: on each way to the person what has happened to the item there and when, and why something has not. */
export function DeliveryTable({ deliveries }: { readonly deliveries: readonly AttentionDelivery[] }) {
  const t = useText();
  return (
    <section
      className="focus-inset overflow-x-auto rounded border border-line"
      aria-label={t("inbox.deliveries")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className="w-full min-w-[480px] text-12">
        <thead>
          <tr className="border-b border-line bg-surface text-left text-muted *:px-3 *:py-1.5 *:font-normal">
            <th scope="col">{t("inbox.columnWay")}</th>
            <th scope="col">{t("inbox.columnState")}</th>
            <th scope="col">{t("inbox.stateSent")}</th>
            <th scope="col">{t("inbox.stateDelivered")}</th>
            <th scope="col">{t("inbox.stateSeen")}</th>
            <th scope="col">{t("inbox.stateAnswered")}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={`${delivery.surface}:${delivery.target}`} delivery={delivery} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DeliveryRow({ delivery }: { readonly delivery: AttentionDelivery }) {
  const t = useText();
  const language = useLanguage();
  const { state, reason, attempts, times } = delivery;
  return (
    <tr className="border-b border-line align-top last:border-b-0 *:px-3 *:py-1.5">
      <th scope="row" className="text-left font-medium">
        {surfaceText(delivery, t)}
      </th>
      <td className="min-w-32">
        <span className={state === "failed" ? "text-danger" : undefined}>{stateText(state, t)}</span>
        {reason !== null && <span className="block break-words text-muted">{reasonText(reason, t)}</span>}
        {attempts > 1 && <span className="figures block text-muted">{t("inbox.attempts", { count: attempts })}</span>}
        {times.nextAt !== null && (
          <span className="figures block text-muted">
            {t("inbox.nextAt", { time: formatTime(times.nextAt, language) })}
          </span>
        )}
      </td>
      {[times.sentAt, times.deliveredAt, times.seenAt, times.answeredAt].map((time, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four columns that never move
        <td key={index} className="figures whitespace-nowrap text-muted">
          {time === null ? "–" : formatTime(time, language)}
        </td>
      ))}
    </tr>
  );
}
