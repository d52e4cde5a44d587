import { createServer } from "node:net";
import { expect, it } from "vitest";
import { silentLog } from "../observability/log.ts";
import { tellAcceptErrors } from "./acceptErrors.ts";

it("a connection that the system refuses is logged once a minute, and ends nobody", () => {
  const told: string[] = [];
  const server = createServer();
  tellAcceptErrors(server, { ...silentLog, error: (message) => told.push(message) });
  const refused = Object.assign(new Error("accept EMFILE"), { code: "EMFILE" });
  for (let time = 0; time < 3; time += 1) expect(() => server.emit("error", refused)).not.toThrow();
  expect(told).toHaveLength(1);
});
