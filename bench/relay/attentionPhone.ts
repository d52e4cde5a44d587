import { randomUUID } from "node:crypto";
import { createAcknowledgements } from "#renderer/attention/acknowledgements.ts";
import type { PhoneAddress } from "../hosts/host.ts";
import { type LivePhone, openLivePhone } from "../phones/livePhone.ts";
import { createItemLog, type ItemLog } from "./itemLog.ts";

/** A phone's inbox: follows the items, says what arrived as the page does, answers. */
export interface AttentionPhone extends Disposable {
  readonly phone: LivePhone;
  readonly log: ItemLog;
  answer(title: string, choice: string): Promise<unknown>;
}

/** Begins to follow as one of the paired phones. */
export async function openAttentionPhone(address: PhoneAddress, which: number): Promise<AttentionPhone> {
  const phone = await openLivePhone(address, which);
  const { connection } = phone;
  const log = createItemLog();
  const fail = (error: unknown): never => {
    throw error;
  };
  const acknowledgements = createAcknowledgements({
    send: (ids, stage) => connection.client.attention.acknowledge({ ids: [...ids], stage }),
    onError: fail,
  });
  const following = connection.follow({
    open: (client, signal) =>
      client.attention.changes({ ...(log.last === undefined ? {} : { after: log.last }) }, { signal }),
    onEvent(event) {
      log.add(event, performance.now());
      acknowledgements.add("delivered", event.kind === "snapshot" ? event.items : [event.item]);
    },
    onError: fail,
  });
  const live = connection.onLive(acknowledgements.live);
  return {
    phone,
    log,
    async answer(title, choice) {
      const item = log.items.get(title);
      if (!item) throw new Error(`${title} is not here`);
      await connection.client.attention.answer({ id: item.id, idempotencyKey: randomUUID(), choice });
    },
    [Symbol.dispose]() {
      following[Symbol.dispose]();
      live[Symbol.dispose]();
      phone[Symbol.dispose]();
    },
  };
}
