import { createHash } from "node:crypto";

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

/** Sets the login cookie, out of reach of scripts and of other sites. Without `Secure`: this listener speaks plain HTTP to this machine. */
export function writeLoginCookie(name: string, secret: string, maximumAgeSeconds: number): string {
  return `${name}=${secret}; Path=/; Max-Age=${maximumAgeSeconds}; HttpOnly; SameSite=Strict`;
}
