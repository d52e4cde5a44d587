import { describe, expect, it } from "vitest";
import { exampleSession } from "../exampleSession.ts";
import { forgetMissing, hasUnread, markSeen } from "./seenOutput.ts";

describe("unread output", () => {
  const session = exampleSession({ endOffset: 500 });

  it("is what was printed since the session was last looked at", () => {
    expect(hasUnread({}, session)).toBe(true);
    const seen = markSeen({}, [session]);
    expect(hasUnread(seen, session)).toBe(false);
    expect(hasUnread(seen, { ...session, endOffset: 501 })).toBe(true);
  });

  it("does not arise for a session that printed nothing", () => {
    expect(hasUnread({}, exampleSession())).toBe(false);
  });

  it("changes nothing when nothing is new", () => {
    const seen = markSeen({}, [session]);
    expect(markSeen(seen, [session])).toBe(seen);
  });

  it("is forgotten with the session", () => {
    expect(forgetMissing({ a: 1, b: 2 }, (id) => id === "b")).toEqual({ b: 2 });
  });
});
