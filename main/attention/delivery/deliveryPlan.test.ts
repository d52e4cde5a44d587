import { describe, expect, it } from "vitest";
import type { KeptItem } from "../items/keptItem.ts";
import { planDeliveries } from "./deliveryPlan.ts";
import { acknowledged } from "./ledger.ts";
import { asking, informing, live, patienceMs, phone, reasonsOf, second, start, world } from "./planTestKit.ts";

describe("the plan of deliveries", () => {
  it("reaches the desk and the phone at once when nobody is at the desk", () => {
    const { sent } = live(informing(), world({ phones: [phone({ isLive: true })], hasWebhook: true }));
    expect(sent).toEqual([
      ["inbox", 0],
      ["phone", 0],
      ["desktop", 0],
      ["webhook", 0],
    ]);
  });

  it("leaves the phone alone while somebody is at the desk, until an item stays unseen", () => {
    const around = world({ isAtDesktop: true, phones: [phone({ hasPush: true })], hasNtfy: true });
    expect(reasonsOf(planDeliveries(asking(), around))).toMatchObject({ push: "at-desktop", ntfy: "at-desktop" });
    expect(live(asking(), around, () => "sent").sent).toEqual([
      ["inbox", 0],
      ["desktop", 0],
      ["push", 30],
      ["ntfy", 60],
    ]);
    expect(live(informing(), around, () => "sent").sent.map(([surface]) => surface)).toEqual([
      "inbox",
      "desktop",
      "push",
    ]);
  });

  it("goes to the phone at once when somebody leaves the desk", () => {
    const atDesk = world({ isAtDesktop: true, phones: [phone({ isLive: true })] });
    const item = { ...asking().item, deliveries: planDeliveries(asking(), atDesk).deliveries };
    const left = planDeliveries({ item, askedAt: start }, { ...atDesk, now: start + second, isAtDesktop: false });
    expect(reasonsOf(left)).toMatchObject({ phone: "sent" });
  });

  it("does not call the phone for what was seen at the desk, but reminds whoever leaves without answering", () => {
    const around = world({ isAtDesktop: true, phones: [phone({ isLive: true })] });
    const seenAfter = (kept: KeptItem) => ({
      ...kept,
      item: {
        ...kept.item,
        deliveries: acknowledged(
          planDeliveries(kept, around).deliveries,
          { surface: "inbox", target: "" },
          "seen",
          start + second,
        ),
      },
    });
    const later = { ...around, now: start + 10 * patienceMs };
    expect(reasonsOf(planDeliveries(seenAfter(informing()), later))).toMatchObject({ phone: "seen" });
    expect(reasonsOf(planDeliveries(seenAfter(asking()), later))).toMatchObject({ phone: "at-desktop" });
    expect(reasonsOf(planDeliveries(seenAfter(asking()), { ...later, isAtDesktop: false }))).toMatchObject({
      phone: "sent",
    });
  });

  it("pushes to a phone whose page is closed, and to one whose page does not answer", () => {
    const closed = live(asking(), world({ phones: [phone({ hasPush: true })] }));
    expect(closed.sent).toContainEqual(["push", 0]);
    const silent = live(asking(), world({ phones: [phone({ isLive: true, hasPush: true })] }));
    expect(silent.sent.filter(([surface]) => surface !== "desktop" && surface !== "inbox")).toEqual([
      ["phone", 0],
      ["push", 10],
    ]);
  });

  it("takes the next way at once where one fails or is missing", () => {
    const failing = live(asking(), world({ phones: [phone({ hasPush: true })], hasNtfy: true }), (surface) =>
      surface === "push" ? "failed" : "delivered",
    );
    expect(failing.sent).toContainEqual(["ntfy", 0]);
    expect(live(informing(), world({ phones: [phone()], hasNtfy: true })).sent).toContainEqual(["ntfy", 0]);
  });

  it("sends again to a phone whose connection was lost before it said that the item arrived", () => {
    const connected = world({ phones: [phone({ isLive: true })] });
    const sent = planDeliveries(asking(), connected);
    const lost = planDeliveries(
      { item: { ...asking().item, deliveries: sent.deliveries }, askedAt: start },
      { ...connected, phones: [phone()] },
    );
    expect(reasonsOf(lost)).toMatchObject({ phone: "not-connected" });
    const back = planDeliveries({ item: { ...asking().item, deliveries: lost.deliveries }, askedAt: start }, connected);
    expect(reasonsOf(back)).toMatchObject({ phone: "sent" });
  });

  it("goes on to those who may answer when somebody has looked who may not", () => {
    const watching = phone({ id: "watching", isLive: true, mayAnswer: false, hasPush: true });
    const atDesk = world({ isAtDesktop: true, phones: [watching, phone({ id: "answering", isLive: true })] });
    const rowsAfter = (kept: KeptItem) => {
      const seen = acknowledged(
        planDeliveries(kept, atDesk).deliveries,
        { surface: "phone", target: "watching" },
        "seen",
        start + second,
      );
      const later = { ...atDesk, now: start + patienceMs };
      const plan = planDeliveries({ ...kept, item: { ...kept.item, deliveries: seen } }, later);
      return plan.deliveries.map(({ surface, target, state }) => `${surface} ${target} ${state}`);
    };
    expect(rowsAfter(asking())).toEqual(
      expect.arrayContaining(["phone watching seen", "push watching skipped", "phone answering sent"]),
    );
    expect(rowsAfter(informing())).toContain("phone answering skipped");
  });

  it("lets nothing ring in quiet hours; the inbox and the webhook have it", () => {
    const quietEnd = start + 3600 * second;
    const around = world({
      phones: [phone({ isLive: true, isActive: true, hasPush: true })],
      hasNtfy: true,
      hasWebhook: true,
      ringsFrom: (at) => Math.max(at, quietEnd),
    });
    const { sent } = live(asking(), around, () => "sent");
    expect(sent.filter(([, seconds]) => seconds < 3600)).toEqual([
      ["inbox", 0],
      ["webhook", 0],
    ]);
    expect(sent.map(([surface]) => surface)).toEqual(["inbox", "webhook", "phone", "desktop", "push", "ntfy"]);
    expect(reasonsOf(planDeliveries(asking(), around))).toMatchObject({ desktop: "quiet-hours", phone: "quiet-hours" });
  });

  it("decides nothing away from the desk before the phones are known", () => {
    const { sent } = live(asking(), world({ phones: null, hasNtfy: true }));
    expect(sent.map(([surface]) => surface)).toEqual(["inbox", "desktop"]);
  });
});
