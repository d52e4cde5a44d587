import { describe, expect, test } from "vitest";
import type { PushMessage } from "#shared/attention/pushMessage.ts";
import { attentionEn } from "../attention/texts.en.ts";
import { choiceOfAction, noticeOf } from "./notice.ts";

const id = "0b5a2a8e-9a39-4a40-9c7b-0d6f6a4f1c11";
const item: PushMessage = {
  kind: "item",
  id,
  why: "permission",
  who: "Claude Code",
  text: "Run npm test?",
  choices: [
    { id: "allow", label: "Allow", role: "allow" },
    { id: "deny", label: "Deny", role: "deny" },
  ],
  createdAt: 5,
  isQuiet: false,
};

describe("a push message's notification", () => {
  test("says who needs the user and why, and leads to the item", () => {
    const { title, options } = noticeOf(item, attentionEn, false);
    expect(title).toBe("Claude Code · Asks for permission");
    expect(options).toMatchObject({ body: "Run npm test?", tag: id, data: { item: id }, silent: false });
  });

  test("has buttons only where pressing one answers", () => {
    expect(noticeOf(item, attentionEn, false).options.actions).toEqual([]);
    const { actions } = noticeOf(item, attentionEn, true).options;
    expect(actions.map(({ title }) => title)).toEqual(["Allow", "Deny"]);
    expect(actions.map(({ action }) => choiceOfAction(action))).toEqual(["allow", "deny"]);
    expect(choiceOfAction("")).toBeNull();
  });

  test("replaces the item's own once it is settled, without a sound", () => {
    const { options } = noticeOf({ kind: "settled", id, who: "Claude Code", text: "Allowed" }, attentionEn, true);
    expect(options).toMatchObject({ tag: id, silent: true, actions: [], body: "Allowed" });
  });
});
