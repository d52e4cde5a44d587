import { expect, it } from "vitest";
import { transcript } from "./transcript.ts";

it("puts a single question as it is, after the instructions", () => {
  const messages = [{ role: "user" as const, parts: [{ kind: "text" as const, text: "Why?" }] }];
  expect(transcript({ system: "", messages })).toBe("Why?");
  expect(transcript({ system: "Be brief.", messages })).toBe("Be brief.\n\nWhy?");
});

it("tells a conversation turn by turn, with what tools brought and a place for what cannot be shown", () => {
  const text = transcript({
    system: "",
    messages: [
      { role: "user", parts: [{ kind: "image", mediaType: "image/png", data: new Uint8Array() }] },
      { role: "assistant", text: "Looking.", toolCalls: [{ id: "1", tool: "app.list", arguments: "{}" }] },
      { role: "tool", results: [{ id: "1", tool: "app.list", text: "none", isError: true }] },
    ],
  });
  expect(text).toContain("<user>\n[a picture that cannot be shown here]\n</user>");
  expect(text).toContain("<assistant>\nLooking.\n[called app.list {}]\n</assistant>");
  expect(text).toContain("<tool>\n[app.list failed] none\n</tool>");
});
