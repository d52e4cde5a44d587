/** What may be handed to the operating system: it starts whatever program is registered for an address. */
const allowedProtocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);
/** Windows cannot pass on more than this, and nobody clicks on more. */
const maximumAddressLength = 2048;

/** Whether an address may leave the app. */
export function isAllowedExternalLink(address: string): boolean {
  if (address.length > maximumAddressLength) return false;
  const url = URL.parse(address);
  return url !== null && allowedProtocols.has(url.protocol) && url.username === "" && url.password === "";
}
