/** What a phone shows to be let in: the secret of a link, or six digits that a person typed. */
export type PairingProof =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "code"; readonly code: string };

/** The secret in a fragment like `#pair=abc`; null for every other fragment. An unreadable secret is the empty text: it was meant as one. */
export function pairingSecretFromFragment(fragment: string): string | null {
  const secret = new URLSearchParams(fragment.replace(/^#/, "")).get("pair");
  if (secret === null) return null;
  return /^[A-Za-z0-9_-]{20,64}$/.test(secret) ? secret : "";
}

/** The six digits in what a person typed, with whatever they put between them; null if there are not six. */
export function pairingCodeFromText(text: string): string | null {
  // Keyboards of some languages give full-width digits.
  const digits = text.normalize("NFKC").replace(/[\s-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
