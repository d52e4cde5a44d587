import { mkdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { opensslCertificate } from "#main/relay/tls/tlsTestKit.ts";
import { freePorts, type RunningProgram, startProgram } from "../../helpers/programs.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import type { CertificateIssuer } from "./certificateIssuer.ts";

/** The name in the examples of docs/tls.md. */
export const publicName = "deck.example.org";

/** A reverse proxy that runs with a file of docs/examples; ports and paths are all that is changed in it. */
export interface ExampleProxy extends RunningProgram {
  readonly port: number;
  /** What a client must trust to believe it. */
  readonly ca: string;
}

interface ProxyOptions {
  readonly folder: string;
  readonly relayPort: number;
  readonly authorityFile: string;
}

/** Puts values in place of those of the example. Throws where one is not there: then the test would not run what is documented. */
function substituted(example: string, values: readonly (readonly [string, string])[]): string {
  return values.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The example has no “${from}”`);
    return text.replaceAll(from, to);
  }, example);
}

const readExample = (name: string) => readFile(join(projectFolder, "docs", "examples", name), "utf8");
const documentedAuthority = "/etc/quarterdeck/authority.pem";

/** Debian's nginx with `nginx.conf`, as it lies in sites-available, within the least that nginx needs around it. */
export async function startNginx(options: ProxyOptions & { readonly port: number }): Promise<ExampleProxy> {
  const { folder, port, relayPort, authorityFile } = options;
  const home = join(folder, "nginx");
  await mkdir(home, { recursive: true });
  const { certificate, certificateKey } = await opensslCertificate(home, publicName, {
    extensions: [`subjectAltName=DNS:${publicName}`],
  });
  const http = (await freePorts("http"))("http");
  const site = substituted(await readExample("nginx.conf"), [
    ["listen 443 ", `listen 127.0.0.1:${port} `],
    ["listen 80;", `listen 127.0.0.1:${http};`],
    ["127.0.0.1:8766;", `127.0.0.1:${relayPort};`],
    [`/etc/letsencrypt/live/${publicName}/fullchain.pem`, certificate],
    [`/etc/letsencrypt/live/${publicName}/privkey.pem`, certificateKey],
    [documentedAuthority, authorityFile],
  ]);
  await writeFile(join(home, "site.conf"), site);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(home, name)};`,
  );
  const isRoot = process.getuid?.() === 0;
  await writeFile(
    join(home, "nginx.conf"),
    `${isRoot ? "user root;" : ""}
    daemon off; pid ${join(home, "pid")}; error_log stderr; worker_processes 1;
    events {}
    http { access_log off; ${temporary.join(" ")} include ${join(home, "site.conf")}; }
    `,
  );
  const running = await startProgram({
    program: "nginx",
    arguments: ["-p", home, "-c", join(home, "nginx.conf"), "-e", "stderr"],
    isReady: () => accepts(port),
  });
  return { ...running, port, ca: await readFile(certificate, "utf8") };
}

/** Debian's Caddy with `Caddyfile`; its certificate comes from the issuer as it would from Let's Encrypt. */
export async function startCaddy(options: ProxyOptions & { readonly issuer: CertificateIssuer }) {
  const { folder, relayPort, authorityFile, issuer } = options;
  const home = join(folder, "caddy");
  await mkdir(home, { recursive: true });
  const { http, tls } = issuer.challengePorts;
  const surroundings = [
    "admin off",
    `http_port ${http}`,
    `https_port ${tls}`,
    `acme_ca ${issuer.directory}`,
    `acme_ca_root ${issuer.directoryCertificate}`,
  ];
  const file = substituted(await readExample("Caddyfile"), [
    ["\tservers {\n", `\t${surroundings.join("\n\t")}\n\tservers {\n`],
    ["https://127.0.0.1:8766 ", `https://127.0.0.1:${relayPort} `],
    [documentedAuthority, authorityFile],
  ]);
  const config = join(home, "Caddyfile");
  await writeFile(config, file);
  const issued = join(home, "caddy", "certificates", `localhost-${new URL(issuer.directory).port}-dir`, publicName);
  const running = await startProgram({
    program: "caddy",
    arguments: ["run", "--config", config, "--adapter", "caddyfile"],
    environment: { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home },
    isReady: async () => (await readFile(join(issued, `${publicName}.crt`), "utf8")).length > 0 && (await accepts(tls)),
  });
  return {
    ...running,
    port: tls,
    ca: issuer.root,
    /** Where Caddy keeps what it was issued. */
    certificate: join(issued, `${publicName}.crt`),
    certificateKey: join(issued, `${publicName}.key`),
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
