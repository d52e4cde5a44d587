import { shell } from "electron";
import { isAllowedExternalLink } from "./allowedLinks.ts";

/** Opens an allowed address in the user's browser or mail program; answers whether it did. Rejects if the system refuses. */
export async function openExternalLink(address: string): Promise<boolean> {
  if (!isAllowedExternalLink(address)) return false;
  await shell.openExternal(new URL(address).href);
  return true;
}
