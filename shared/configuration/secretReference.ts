import { z } from "zod";

/** The names secrets are kept under: `openai-key`, `telegram.bot-token`. */
export const secretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, "a secret's name has 1 to 100 lower-case letters, digits, dots, - or _");

/** A secret in the configuration: the name it is kept under in the keychain or the vault, never its value. `secret:openai-key` */
export const secretReference = z.templateLiteral(["secret:", secretName]);
