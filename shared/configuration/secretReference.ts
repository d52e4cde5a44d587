import { z } from "zod";

/** The names secrets are kept under: `openai-key`, `telegram.bot-token`. */
export const secretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, "a secret's name has 1 to 100 lower-case letters, digits, dots, - or _");

/** A secret in the configuration: the name it is kept under in the keychain or the vault, never its value. `secret:openai-key` */
export const secretReference = z.templateLiteral(["secret:", secretName]);

/** The value of an environment variable: a text, or a reference, which must then be a right one. */
export const environmentValue = z
  .string()
  .max(32_768)
  .refine((value) => !value.includes("\0"), "no NUL")
  .refine(
    (value) => !value.startsWith("secret:") || secretReference.safeParse(value).success,
    "after secret: comes a secret's name of 1 to 100 lower-case letters, digits, dots, - or _",
  );
