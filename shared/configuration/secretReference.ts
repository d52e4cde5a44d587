import { z } from "zod";

const secretNameRule = "a secret's name has 1 to 100 lower-case letters, digits, dots, - or _";

/** Names that begin with it belong to the app itself: its keys. People cannot list, set, delete or refer to them. */
export const reservedSecretPrefix = "quarterdeck.";

/** The names people keep secrets under: `openai-key`, `telegram.bot-token`. */
export const secretName = z
  .string()
  .regex(
    /^(?!quarterdeck\.)[a-z0-9][a-z0-9._-]{0,99}$/,
    `${secretNameRule}; those that begin with ${reservedSecretPrefix} are the app's own`,
  );

/** Any name a secret is kept under, the app's own among them. */
export const keptSecretName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, secretNameRule);

/** A secret in the configuration: the name it is kept under in the keychain or the vault, never its value. `secret:openai-key` */
export const secretReference = z.templateLiteral(["secret:", secretName]);

/** The value of an environment variable: a text, or a reference, which must then be a right one. */
export const environmentValue = z
  .string()
  .max(32_768)
  .refine((value) => !value.includes("\0"), "no NUL")
  .refine(
    (value) => !value.startsWith("secret:") || secretReference.safeParse(value).success,
    `after secret: comes the name of a secret of yours: ${secretNameRule}`,
  );
