import { type Finding, ok, warning } from "./finding.ts";

/** Where secrets go now: the system's keychain, or the vault file with the reason why the keychain is not used. */
export type ProbeKeychain = () => Promise<
  { readonly kind: "keychain" } | { readonly kind: "vault"; readonly reason: string }
>;

export async function checkKeychain(probeKeychain: ProbeKeychain): Promise<Finding> {
  const found = await probeKeychain();
  if (found.kind === "keychain") return ok("The system's keychain answers");
  return warning(
    `No keychain (${found.reason}); secrets go to an encrypted file that you alone can read`,
    process.platform === "linux"
      ? "To use a keychain, install gnome-keyring and libsecret, and start within a session that has D-Bus. The file works as well."
      : "Unlock the keychain and start again. The file works as well.",
  );
}
