import { createHash } from "node:crypto";
import type { Scheme } from "./addresses.ts";

/**
 * The name of the login cookie. A browser keeps cookies by host without the port: two instances on one machine (a trial beside
 * the daily one) would sign each other out, so the name holds which data folder it belongs to.
 */
export function loginCookieName(dataFolder: string): string {
  return `quarterdeck_session_${createHash("sha256").update(dataFolder).digest("hex").slice(0, 8)}`;
}

/** A cookie's value out of a Cookie header; of several with the same name the first, as browsers mean it. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const separator = part.indexOf("=");
    if (separator > 0 && part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim();
  }
  return undefined;
}

export interface LoginCookie {
  readonly name: string;
  readonly secret: string;
  readonly maximumAgeSeconds: number;
  readonly scheme: Scheme;
}

/**
 * Sets the login cookie, out of reach of scripts and of other sites. `Secure` where it came over HTTPS, which is through a proxy:
 * this listener itself speaks plain HTTP to this machine.
 */
export function writeLoginCookie({ name, secret, maximumAgeSeconds, scheme }: LoginCookie): string {
  const attributes = `Path=/; Max-Age=${maximumAgeSeconds}; HttpOnly; SameSite=Strict`;
  return `${name}=${secret}; ${attributes}${scheme === "https" ? "; Secure" : ""}`;
}
