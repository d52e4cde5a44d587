import { parentPort } from "node:worker_threads";
import type { FromScreens, ToScreens } from "./protocol.ts";
import { Screens } from "./screens.ts";

// The entry of the thread that parses terminals; see screenThread.ts for the other side.
const port = parentPort;
if (!port) throw new Error("screen.worker runs as a worker thread only");

const screens = new Screens((message: FromScreens, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer),
);
port.on("message", (message: ToScreens) => screens.receive(message));
