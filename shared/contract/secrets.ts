import { z } from "zod";
import { secretName } from "../configuration/secretReference.ts";
import { mutation, query } from "./procedure.ts";

/** A secret as anybody may ever see it: its value comes in and goes to the tools that name it, but never out again. */
export const secretInfo = z.object({ name: secretName, place: z.enum(["keychain", "vault"]) });
export type SecretInfo = z.infer<typeof secretInfo>;

/** As long as an environment variable may be, which is where most of them end. */
export const secretValue = z
  .string()
  .min(1)
  .max(32_768)
  .refine((value) => !value.includes("\0"), "no NUL");

export const secretsContract = {
  list: query("admin", ["STORAGE_FAILED"])
    .route({ method: "GET", path: "/secrets", summary: "The names of the secrets, and where each is kept" })
    .output(z.array(secretInfo)),
  set: mutation("admin", ["KEYCHAIN_FAILED", "STORAGE_FAILED", "DISK_FULL"])
    .route({
      method: "PUT",
      path: "/secrets/{name}",
      summary: "Keep a secret, in place of an earlier one of that name",
    })
    .input(z.object({ name: secretName, value: secretValue }))
    .output(secretInfo),
  delete: mutation("admin", ["SECRET_NOT_FOUND", "KEYCHAIN_FAILED", "STORAGE_FAILED", "DISK_FULL"])
    .route({ method: "DELETE", path: "/secrets/{name}", summary: "Delete a secret" })
    .input(z.object({ name: secretName }))
    .output(z.object({ name: secretName })),
};
