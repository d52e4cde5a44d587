import { mkdir, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import { join } from "node:path";
import { z } from "zod";

/** A way to a running host that can be cut, with a data folder of its own that leads there. */
export interface UnsteadyLink extends AsyncDisposable {
  readonly dataFolder: string;
  /** Ends every connection and lets no new one through until `mend`. */
  cut(): void;
  mend(): void;
}

const instance = z.looseObject({ url: z.string() });

/** Puts itself between the command line and the host that runs on `dataFolder`. */
export async function createUnsteadyLink(folder: string, dataFolder: string): Promise<UnsteadyLink> {
  const known = instance.parse(JSON.parse(await readFile(join(dataFolder, "instance.json"), "utf8")));
  const target = new URL(known.url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = dial(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    // The host refuses requests that were not made to its own address; only the first chunk carries one.
    near.once("data", (head: Buffer) => {
      far.write(head.toString("latin1").replace(/^host: .*$/im, `Host: ${target.host}`), "latin1");
      near.pipe(far);
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const detour = join(folder, "detour");
  await mkdir(detour, { recursive: true });
  await writeFile(join(detour, "instance.json"), JSON.stringify({ ...known, url: `http://127.0.0.1:${port}` }));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    dataFolder: detour,
    cut,
    mend() {
      isCut = false;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
