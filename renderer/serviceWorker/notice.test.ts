import { describe, expect, test } from "vitest";
import { testItem } from "../attention/testItem.ts";
import { attentionEn } from "../attention/texts.en.ts";
import { choiceOfAction, itemOfData, noticeOfItem, noticeOfMessage } from "./notice.ts";

const id = "0b5a2a8e-9a39-4a40-9c7b-0d6f6a4f1c11";
const choices = [
  { id: "allow", label: "Allow", role: "allow" as const },
  { id: "deny", label: "Deny", role: "deny" as const },
];

describe("a push message's notification", () => {
  test("says who needs the user and why, leads to the item, and promises no answer", () => {
    const message = { id, sequence: 3, kind: "permission", who: "Claude Code", text: "Run npm test?" } as const;
    const { title, options } = noticeOfMessage(message, attentionEn);
    expect(title).toBe("Claude Code · Asks for permission");
    expect(options).toMatchObject({ body: "Run npm test?", tag: id, silent: false, actions: [] });
    expect(itemOfData(options.data)).toBe(id);
  });

  test("gets its answers as buttons once the server was reached, without ringing again", () => {
    const { options } = noticeOfItem(testItem({ id, choices, detail: "npm test" }), attentionEn);
    expect(options).toMatchObject({ tag: id, silent: true, body: "Run the tests?\nnpm test" });
    expect(options.actions.map(({ title }) => title)).toEqual(["Allow", "Deny"]);
    expect(options.actions.map(({ action }) => choiceOfAction(action))).toEqual(["allow", "deny"]);
    expect(choiceOfAction("")).toBeNull();
  });

  test("has no buttons where they would be only some of the answers", () => {
    const third = { id: "always", label: "Always", role: "other" as const };
    expect(noticeOfItem(testItem({ choices: [...choices, third] }), attentionEn).options.actions).toEqual([]);
    expect(noticeOfItem(testItem({ choices, acceptsText: true }), attentionEn).options.actions).toEqual([]);
  });

  test("has no buttons where what they are about is cut or pushed out of sight", () => {
    for (const detail of [`echo ${"x".repeat(300)}; rm -rf /`, `echo${"\n".repeat(8)}rm -rf /`])
      expect(noticeOfItem(testItem({ choices, detail }), attentionEn).options.actions).toEqual([]);
  });

  test("leads nowhere where its data is not ours", () => {
    for (const data of [null, undefined, 7, {}, { item: 7 }]) expect(itemOfData(data)).toBeNull();
  });
});
