import { z } from "zod";
import { mutation, query } from "./procedure.ts";
import { scope } from "./scopes.ts";

export const tokenInfo = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
});
export type TokenInfo = z.infer<typeof tokenInfo>;

export const tokensContract = {
  list: query("admin")
    .route({ method: "GET", path: "/tokens", summary: "Tokens for scripts" })
    .output(z.array(tokenInfo)),
  create: mutation("admin")
    .route({ method: "POST", path: "/tokens", summary: "Create a bearer token; its value is shown this once" })
    .input(z.object({ name: z.string().trim().min(1).max(80), scopes: z.array(scope).min(1) }))
    .output(tokenInfo.extend({ token: z.string() })),
  revoke: mutation("admin", ["VALIDATION"])
    .route({ method: "DELETE", path: "/tokens/{id}", summary: "Revoke a token at once, live connections included" })
    .input(z.object({ id: z.string() }))
    .output(z.object({ id: z.string() })),
};
