import { expect, test } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { connectRefusal } from "./connectRefusal.ts";

/** As socket.io hands it over: the server's words in `data`. */
function refusedWith(data: unknown): Error {
  return Object.assign(new Error("refused"), { data });
}

test("who is not signed in any more is told so, and not that there is no room", () => {
  const error = refusedWith(new AppError("UNAUTHENTICATED").toShape());
  expect(connectRefusal(error)).toEqual({ kind: "refused", reason: "no-credential" });
});

test("after too many failures the server's own wait is kept", () => {
  const error = refusedWith(new AppError("RATE_LIMITED", { retryAfterMs: 4000 }).toShape());
  expect(connectRefusal(error)).toEqual({ kind: "failed", cause: "limited", retryAfterMs: 4000 });
});

test("no room, a fault of the server, and nobody there are told apart", () => {
  expect(connectRefusal(refusedWith(new AppError("TOO_MANY_CONNECTIONS").toShape()))).toEqual({
    kind: "failed",
    cause: "busy",
  });
  expect(connectRefusal(refusedWith(new AppError("INTERNAL").toShape()))).toEqual({ kind: "failed", cause: "faulty" });
  expect(connectRefusal(refusedWith("no"))).toEqual({ kind: "failed", cause: "faulty" });
  expect(connectRefusal(new Error("websocket error"))).toEqual({ kind: "failed", cause: "unreachable" });
});
