import { hostname, networkInterfaces } from "node:os";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { certifiableName } from "./certifiableName.ts";
import type { Certificates, ListenerCertificate } from "./contract.ts";
import { chosenHostName } from "./hostName.ts";
import type { KeyStore } from "./keptKeys.ts";
import { createOwnAuthority } from "./ownAuthority.ts";
import { readOwnFiles } from "./ownFiles.ts";
import { watchFiles } from "./watchFiles.ts";

export interface CertificatesDeps {
  /** `<data folder>/tls`: public parts, and the chosen name. */
  readonly folder: string;
  /** Where private keys are kept. */
  readonly secrets: () => Promise<KeyStore>;
  readonly settings: {
    readonly current: () => ConfigurationValues["relay"];
    onChange(listener: () => void): Disposable;
  };
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** The addresses of this machine, now; the operating system's unless told. */
  readonly addresses?: () => readonly string[];
  /** This machine's name in its network; the operating system's unless told. */
  readonly machineName?: () => string;
  /** How often addresses, clock and files are looked at while somebody listens; 10 s unless told. */
  readonly pollMs?: number;
  /** Told when files that replaced good ones cannot be used, so that the old certificate stays; null when all is well again. */
  readonly onProblem?: (problem: AppError | null) => void;
}

const defaultPollMs = 10_000;

/** Opens nothing and makes nothing until it is asked for a certificate. */
export function createCertificates(deps: CertificatesDeps): Certificates {
  const { folder, log, settings } = deps;
  const now = deps.now ?? Date.now;
  const own = createOwnAuthority({
    ...deps,
    now,
    addresses: deps.addresses ?? systemAddresses,
    machineName: () => certifiableName((deps.machineName ?? hostname)()),
  });
  const oneAtATime = createQueue();
  const problems = createProblems(deps);
  let fromFiles: { readonly paths: string; readonly certificate: ListenerCertificate } | undefined;

  const hostName = async (): Promise<string> => settings.current().name || (await chosenHostName(folder));

  const readFiles = async (): Promise<ListenerCertificate> => {
    const { certificate, certificateKey } = settings.current();
    const paths = JSON.stringify([certificate, certificateKey]);
    try {
      fromFiles = { paths, certificate: await readOwnFiles({ certificate, certificateKey }, now()) };
      problems.tell(null);
      return fromFiles.certificate;
    } catch (error) {
      if (!(error instanceof AppError) || fromFiles?.paths !== paths) throw error;
      problems.tell(error);
      return fromFiles.certificate;
    }
  };

  const read = (): Promise<ListenerCertificate> =>
    oneAtATime(async () => {
      if (usesFiles(settings.current())) return await readFiles();
      fromFiles = undefined;
      problems.tell(null);
      return await own.certificate(await hostName());
    });

  const watcher = createWatcher({ settings, read, log, pollMs: deps.pollMs ?? defaultPollMs });
  return {
    current: watcher.current,
    onChange: watcher.onChange,
    authority: () =>
      oneAtATime(async () => (usesFiles(settings.current()) ? null : await own.authority(await hostName()))),
    hostName: () => oneAtATime(hostName),
    [Symbol.asyncDispose]: async () => {
      watcher[Symbol.dispose]();
      await oneAtATime(async () => {});
    },
  };
}

function usesFiles({ certificate, certificateKey }: ConfigurationValues["relay"]): boolean {
  return certificate !== "" || certificateKey !== "";
}

/** Runs one after the other: two callers that come first at the same moment must not make two authorities. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    // Whoever asked hears of a failure; the next one does not.
    last = result.catch(() => undefined);
    return result;
  };
}

/** Tells each problem once, and once that it is over. */
function createProblems({ log, onProblem }: Pick<CertificatesDeps, "log" | "onProblem">) {
  let told: string | null = null;
  return {
    tell: (problem: AppError | null): void => {
      const text = problem && JSON.stringify([problem.code, problem.details.reason]);
      if (text === told) return;
      told = text;
      if (problem) {
        const { reason } = problem.details;
        log.warn("The replaced certificate cannot be used; the one before stays in force", { reason });
      }
      onProblem?.(problem);
    },
  };
}

interface WatcherDeps extends Pick<CertificatesDeps, "settings" | "log"> {
  readonly read: () => Promise<ListenerCertificate>;
  readonly pollMs: number;
}

/** Looks again at what a certificate depends on, while somebody listens, and tells when the outcome is another one than the last. */
function createWatcher({ settings, read, log, pollMs }: WatcherDeps) {
  const listeners = new Set<() => void>();
  let watching: Disposable | undefined;
  let last: string | undefined;

  const saw = (outcome: string): void => {
    const isNew = last !== undefined && outcome !== last;
    last = outcome;
    if (isNew) for (const listener of [...listeners]) listener();
  };
  const current = async (): Promise<ListenerCertificate> => {
    try {
      const certificate = await read();
      saw(`${certificate.chain}${certificate.key}`);
      return certificate;
    } catch (error) {
      saw(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      throw error;
    }
  };
  const look = (): void => {
    current().catch((error: unknown) => {
      // A failure of the known kinds is an outcome, of which the listeners were told.
      if (!(error instanceof AppError)) log.error("The certificate could not be looked at", { error });
    });
  };

  const start = (): Disposable => {
    const timer = setInterval(look, pollMs).unref();
    let files = watchFiles(pathsOf(settings.current()), look);
    const settingsChanges = settings.onChange(() => {
      files[Symbol.dispose]();
      files = watchFiles(pathsOf(settings.current()), look);
      look();
    });
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer);
        files[Symbol.dispose]();
        settingsChanges[Symbol.dispose]();
      },
    };
  };
  const stop = (): void => {
    watching?.[Symbol.dispose]();
    watching = undefined;
  };

  return {
    current,
    onChange: (listener: () => void): Disposable => {
      // A listener may be added twice; each is taken back on its own.
      const entry = (): void => listener();
      listeners.add(entry);
      watching ??= start();
      return {
        [Symbol.dispose]: () => {
          listeners.delete(entry);
          if (listeners.size === 0) stop();
        },
      };
    },
    [Symbol.dispose]: () => {
      listeners.clear();
      stop();
    },
  };
}

function pathsOf({ certificate, certificateKey }: ConfigurationValues["relay"]): string[] {
  return [certificate, certificateKey].filter((path) => path !== "");
}

function systemAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map(({ address }) => address));
}
