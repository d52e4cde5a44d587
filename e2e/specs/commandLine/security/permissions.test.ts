import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestPhone } from "#main/phones/testPhone.ts";
import { contract } from "#shared/contract/contract.ts";
import { phone as pairedPhone, pairingOffer } from "#shared/contract/phones.ts";
import { allows, scopes as everyScope } from "#shared/contract/scopes.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { codeOf, type House, openHouse } from "./house.ts";
import { socketLink } from "./socketLink.ts";
import { firstFrame, openSocket, send } from "./ways.ts";

/** All the ways in which a message may say that its sender may do more. */
const declarations = {
  scopes: ["admin"],
  scope: "admin",
  role: "admin",
  roles: ["admin"],
  admin: true,
  isAdmin: true,
  kind: "desktop",
  permissions: ["admin"],
  caller: { kind: "desktop", label: "Desktop", scopes: ["admin"], credentialId: "desktop" },
  user: { role: "admin", scopes: ["admin"] },
  clientId: "desktop",
};
const declaringHeaders = {
  "x-scopes": "admin",
  "x-scope": "admin",
  "x-role": "admin",
  "x-user": "desktop",
  "x-forwarded-user": "admin",
  "x-quarterdeck-scopes": "admin",
  "x-caller": JSON.stringify(declarations.caller),
};
const me = z.object({ kind: z.string(), scopes: z.array(z.string()) });
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
});

/** Permissions declared by the client (GHSA-rqpp, CVE-2026-53821): who declares admin gets nothing, on every path. */
describe("who declares itself admin", () => {
  let house: House;
  let token: string;
  beforeAll(async () => {
    house = await openHouse();
    ({ token } = await house.createToken(["watch"]));
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  it("stays what it was granted over REST, by header, by body and by query", async () => {
    const headers = { authorization: `Bearer ${token}`, ...declaringHeaders };
    for (const way of house.ways) {
      expect(me.parse((await send(way, "/api/v1/me?scopes=admin&role=admin", { headers })).json).scopes).toEqual([
        "watch",
      ]);
      const json = { name: "mine", ...declarations };
      expect(codeOf(await send(way, "/api/v1/tokens?scopes=admin", { method: "POST", headers, json }))).toBe(
        "FORBIDDEN",
      );
    }
  });

  it("is refused by each call that needs more, whichever permission it lacks", async () => {
    const owner = { authorization: `Bearer ${house.controlToken}` };
    const { paths } = document.parse((await send(house.machine, "/api/v1/openapi.json", { headers: owner })).json);
    let refusals = 0;
    for (const granted of everyScope.filter((scope) => scope !== "admin")) {
      const { token: limited } = await house.createToken([granted]);
      const headers = { authorization: `Bearer ${limited}`, ...declaringHeaders };
      for (const [path, methods] of Object.entries(paths))
        for (const [method, { operationId }] of Object.entries(methods)) {
          if (allows([granted], neededFor(operationId))) continue;
          const filled = `/api/v1${path.replace(/\{[^}]+\}/g, "x")}`;
          const json = method === "get" ? undefined : declarations;
          const answer = await send(house.machine, filled, {
            method: method.toUpperCase(),
            headers,
            ...(json ? { json } : {}),
          });
          // The permission comes before the input is even looked at, so that a broken input tells nothing.
          expect([operationId, granted, codeOf(answer)]).toEqual([operationId, granted, "FORBIDDEN"]);
          refusals += 1;
        }
    }
    expect(refusals).toBeGreaterThan(100);
  }, 60_000);

  it("stays what it was granted over socket.io, in `auth`, in the query, in headers and in each call", async () => {
    for (const way of house.ways) {
      const { socket, code } = await openSocket(
        way,
        { token, ...declarations },
        { headers: declaringHeaders, query: { scopes: "admin", role: "admin" } },
      );
      expect(code).toBeNull();
      const client = createRpcClient(socketLink(socket));
      expect(await client.system.me()).toMatchObject({ kind: "token", scopes: ["watch"] });
      await expect(client.tokens.create({ name: "mine", scopes: ["admin"] })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
      await expect(client.phones.offer({ scopes: ["admin"] })).rejects.toMatchObject({ code: "FORBIDDEN" });
      socket.disconnect();
    }
  });

  it("stays what it was granted at /ws", async () => {
    for (const way of house.ways) {
      const { socket, said, isIn, answer } = await firstFrame(
        way,
        { token, ...declarations },
        "/ws?scopes=admin",
        declaringHeaders,
      );
      expect([isIn, answer.scopes]).toEqual([true, ["watch"]]);
      socket.send(JSON.stringify({ type: "start_session", tool_name: "shell", ...declarations }));
      await once(socket, "message");
      expect(said.at(-1)).toMatchObject({ type: "error", error_name: "FORBIDDEN" });
      socket.terminate();
    }
    expect(await house.call("GET", "/sessions")).toEqual([]);
  });

  it("stays what the desktop chose when it pairs, and when it proves itself later", async () => {
    const offer = pairingOffer.parse(await house.call("POST", "/pairing/offers", { scopes: ["watch"] }));
    const phone = await createTestPhone();
    const { publicKey, commitment } = phone;
    const begin = await send(house.network, "/auth/pairing/begin", {
      method: "POST",
      json: {
        proof: { ...declarations, kind: "code", code: offer.code },
        publicKey,
        commitment,
        name: "Mine",
        ...declarations,
      },
    });
    const { request, serverKey } = z.object({ request: z.string(), serverKey: z.string() }).parse(begin.json);
    const json = { request, nonce: phone.nonce, ...declarations };
    expect((await send(house.network, "/auth/pairing/reveal", { method: "POST", json })).status).toBe(200);
    const confirmed = pairedPhone.parse(
      await house.call("POST", `/pairing/requests/${offer.id}/confirm`, { name: "Mine", scopes: offer.scopes }),
    );
    expect(confirmed.scopes).toEqual(["watch"]);
    const challenge = async (body: object) =>
      z
        .object({ nonce: z.string(), signature: z.string() })
        .parse(
          (await send(house.network, "/auth/phone/challenge", { method: "POST", json: { ...body, ...declarations } }))
            .json,
        );
    const proof = () => phone.prove({ challenge }, confirmed.id, serverKey);

    const { socket, code } = await openSocket(house.network, {
      phone: { ...(await proof()), ...declarations },
      ...declarations,
    });
    expect(code).toBeNull();
    const client = createRpcClient(socketLink(socket));
    expect(await client.system.me()).toMatchObject({ kind: "phone", scopes: ["watch"] });
    await expect(client.phones.update({ id: confirmed.id, scopes: ["admin"] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    socket.disconnect();
    const plain = await firstFrame(house.network, { phone: { ...(await proof()), ...declarations }, ...declarations });
    expect(plain.answer.scopes).toEqual(["watch"]);
    plain.socket.terminate();
  });
});

/** What the contract asks for a call, by its dotted name. */
function neededFor(operation: string) {
  const procedure: unknown = operation
    .split(".")
    .reduce((node: unknown, key) => (node as Record<string, unknown>)[key], contract);
  const { "~orpc": definition } = procedure as { "~orpc": { meta: { scope: (typeof everyScope)[number] } } };
  return definition.meta.scope;
}
