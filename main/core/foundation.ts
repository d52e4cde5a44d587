import { join } from "node:path";
import type { Kysely } from "kysely";
import { createSecret } from "../accounts/secrets.ts";
import { createHealth, type Health } from "../observability/createHealth.ts";
import { createLog } from "../observability/createLog.ts";
import { createMetrics, type Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { Tables } from "../storage/tables.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { loadConfiguration } from "./configuration/loadConfiguration.ts";
import type { CoreOptions } from "./contract.ts";
import { watchDisk } from "./diskWatch.ts";
import { findInstallation, type Installation } from "./installation.ts";
import { type InstanceLock, lockInstance } from "./instance.ts";
import { createNotices, type Notices } from "./notices.ts";
import type { Scope } from "./scope.ts";
import { openSecrets, type Secrets } from "./secrets/openSecrets.ts";
import { secretsOnDemand } from "./secrets/secretsOnDemand.ts";

/** What every part stands on. */
export interface Foundation {
  readonly installation: Installation;
  readonly dataFolder: string;
  readonly lock: InstanceLock;
  /** By which this machine's command line gets in. */
  readonly controlToken: string;
  readonly log: Log;
  readonly logFolder: string;
  readonly configuration: Configuration;
  readonly database: Kysely<Tables>;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly notices: Notices;
  /** The place for secrets, opened when it is first asked for. */
  readonly secrets: () => Promise<Secrets>;
}

/** Takes the data folder and opens what lies in it, the lock first: nothing is touched that another instance uses. */
export async function openFoundation(options: CoreOptions, scope: Scope): Promise<Foundation> {
  const { dataFolder, overrides = {}, isDebug = false } = options;
  const installation = findInstallation();
  const controlToken = createSecret("qd_control_");
  const lock = scope.use(lockInstance({ dataFolder, controlToken, version: installation.version }));

  const logFolder = join(dataFolder, "logs");
  const log = scope.use(createLog({ folder: logFolder }));
  const commandLine = isDebug ? { "logging.level": "debug", ...overrides } : overrides;
  const configuration = scope.use(await loadConfiguration({ dataFolder, commandLine, log }));
  log.configure(configuration.current.logging);
  scope.use(configuration.onChange(({ values }) => log.configure(values.logging)));

  const storage = scope.use(openDatabase({ dataFolder, log: log.child({ part: "storage" }) }));
  const notices = createNotices();
  for (const notice of storage.notices) notices.add(notice);
  scope.use(
    watchDisk(dataFolder, {
      low: (freeMegabytes) => notices.tell("disk-low", { freeMegabytes }),
      fineAgain: () => notices.remove("disk-low"),
      failed: (error) => log.warn("The free space of the disk cannot be read", { error }),
    }),
  );
  const secrets = secretsOnDemand(() =>
    openSecrets({ dataFolder, log: log.child({ part: "secrets" }), onNotice: notices.add }),
  );
  const { database } = storage;
  const metrics = createMetrics();
  const health = createHealth();
  scope.use(
    health.addCheck("database", async () => {
      await database.selectFrom("sessions").select("id").limit(1).execute();
    }),
  );
  return {
    installation,
    dataFolder,
    lock,
    controlToken,
    log,
    logFolder,
    configuration,
    database,
    metrics,
    health,
    notices,
    secrets,
  };
}
