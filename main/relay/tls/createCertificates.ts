import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import type { Certificates } from "./contract.ts";

export interface CertificatesDeps {
  /** `<data folder>/tls`: public parts, and the chosen name. */
  readonly folder: string;
  /** Where private keys are kept. */
  readonly secrets: () => Promise<{
    get(name: string): Promise<string | null>;
    set(name: string, value: string): Promise<unknown>;
  }>;
  readonly settings: {
    readonly current: () => ConfigurationValues["relay"];
    onChange(listener: () => void): Disposable;
  };
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** The addresses of this machine, now; the operating system's unless told. */
  readonly addresses?: () => readonly string[];
}

/** Opens nothing and makes nothing until it is asked for a certificate. */
export function createCertificates(_deps: CertificatesDeps): Certificates {
  const missing = async (): Promise<never> => {
    throw new AppError("UNAVAILABLE");
  };
  return {
    current: missing,
    onChange: () => ({ [Symbol.dispose]: () => {} }),
    authority: missing,
    hostName: missing,
    [Symbol.asyncDispose]: async () => {},
  };
}
