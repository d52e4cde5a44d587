import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { opensslCertificate } from "#main/relay/tls/tlsTestKit.ts";
import { freePorts, startProgram } from "../../helpers/programs.ts";

/** Debian's pebble: a certificate authority that speaks ACME (RFC 8555), with name servers for which every name is this machine. */
export interface CertificateIssuer extends AsyncDisposable {
  /** Where a client of ACME begins, and the file by which it trusts that address. */
  readonly directory: string;
  readonly directoryCertificate: string;
  /** Where it looks for the answers to its challenges. */
  readonly challengePorts: { readonly http: number; readonly tls: number };
  /** What trusts the certificates that it issues. */
  readonly root: string;
}

export async function startCertificateIssuer(folder: string): Promise<CertificateIssuer> {
  const ports = await freePorts("directory", "management", "http", "tls", "names", "namesManagement");
  const own = await opensslCertificate(folder, "localhost", {
    extensions: ["subjectAltName=DNS:localhost,IP:127.0.0.1"],
  });
  const config = join(folder, "pebble.json");
  await writeFile(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${ports("directory")}`,
        managementListenAddress: `127.0.0.1:${ports("management")}`,
        certificate: own.certificate,
        privateKey: own.certificateKey,
        httpPort: ports("http"),
        tlsPort: ports("tls"),
        ocspResponderURL: "",
        externalAccountBindingRequired: false,
      },
    }),
  );
  const ca = await readFile(own.certificate, "utf8");
  const get = (port: number, path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", servername: "localhost", port, path, ca }, (response) => {
        text(response).then(resolve, reject);
      })
        .once("error", reject)
        .end();
    });
  const names = await startProgram({
    program: "pebble-challtestsrv",
    arguments: [
      ...["-dns01", `127.0.0.1:${ports("names")}`, "-management", `127.0.0.1:${ports("namesManagement")}`],
      ...["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", ""],
    ],
    isReady: async () => (await fetch(`http://127.0.0.1:${ports("namesManagement")}/`)).status > 0,
  });
  const pebble = await startProgram({
    program: "pebble",
    arguments: ["-config", config, "-dnsserver", `127.0.0.1:${ports("names")}`],
    // Without the pauses by which it teaches clients patience, and without refusing good nonces.
    environment: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
    isReady: async () => (await get(ports("directory"), "/dir")).includes("newOrder"),
  });
  return {
    directory: `https://localhost:${ports("directory")}/dir`,
    directoryCertificate: own.certificate,
    challengePorts: { http: ports("http"), tls: ports("tls") },
    root: await get(ports("management"), "/roots/0"),
    [Symbol.asyncDispose]: async () => {
      await pebble[Symbol.asyncDispose]();
      await names[Symbol.asyncDispose]();
    },
  };
}
