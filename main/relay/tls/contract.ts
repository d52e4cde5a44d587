import type { RelayCertificate } from "#shared/contract/relay.ts";

/** A certificate with its chain and its key, both PEM. */
export interface ListenerCertificate {
  readonly chain: string;
  readonly key: string;
  readonly info: RelayCertificate;
}

/** The certificate of the listener for phones: from the app's own authority, made when it is first asked for, or the user's files. */
export interface Certificates extends AsyncDisposable {
  /** Throws CERTIFICATE_INVALID, KEYCHAIN_FAILED or STORAGE_FAILED. */
  current(): Promise<ListenerCertificate>;
  /** Called when `current` answers otherwise from now on: renewed, other addresses, other files, other settings. */
  onChange(listener: () => void): Disposable;
  /** What a device must trust; null with the user's own files. */
  authority(): Promise<{ readonly pem: string; readonly fingerprint: string } | null>;
  /** The name of this machine on the network, without `.local`; stays the same once chosen. */
  hostName(): Promise<string>;
}
