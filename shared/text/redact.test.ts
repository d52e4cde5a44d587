import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "./redact.ts";
import { redactText } from "./redactText.ts";

describe("redactText", () => {
  const secret = "hunter2Q9";
  const texts: Record<string, string> = {
    "a bearer header": `GET /x authorization: Bearer ${secret}\nhost: a`,
    "a bare bearer": `sent Bearer ${secret} and failed`,
    "a cookie": `cookie: theme=dark; quarterdeck_session=${secret}; other=1`,
    "a cookie in JSON": `{"cookie":"a=${secret}","path":"/"}`,
    "a password in an address": `cannot reach https://me:${secret}@host.example/path`,
    "a login link": `open http://127.0.0.1:8765/#login=${secret} now`,
    "any fragment": `http://127.0.0.1:8765/x?y=1#${secret}`,
    "a query parameter": `/ws?token=${secret}&size=3`,
    "a variable": `OPENAI_API_KEY=${secret} node x.js`,
    "JSON in a text": `body was {"name":"x","apiKey": "${secret}","n":1}`,
    "escaped JSON in a text": `body was {\\"password\\":\\"${secret}\\"}`,
    "a quoted value with spaces": `password="my ${secret} word"`,
    "a flag": `run --api-token ${secret} --verbose`,
    "a flag with =": `run --password=${secret}`,
    "an OpenAI key": `key sk-proj-${secret}abcdef was refused`,
    "our own token": `qd_control_${secret}xyz`,
    "a GitHub token": `ghp_${secret}abcdefghijklmnop`,
    "a JWT": `eyJhbGciOiJIUzI1NiJ9.eyJzdWIi${secret}.c2lnbmF0dXJl`,
    "a private key": `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    "a private key that was cut off": `-----BEGIN RSA PRIVATE KEY-----\nabc\n${secret}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`removes ${name}`, () => {
      expect(redactText(text)).not.toContain(secret);
      expect(redactText(text)).toContain("[redacted]");
    });
  }

  it("leaves ordinary words alone, and what stands around a secret", () => {
    for (const text of [
      "The session has 3 viewers.",
      "task-force disk-usage 50%",
      "see https://example.com/a?b=c",
      "会话已停止",
      "code: SESSION_NOT_FOUND",
    ]) {
      expect(redactText(text)).toBe(text);
    }
    expect(redactText("/ws?token=abc&size=3")).toBe("/ws?token=[redacted]&size=3");
    expect(redactText("https://a:b@host/x")).toBe("https://[redacted]@host/x");
  });

  it("changes nothing the second time", () => {
    for (const text of Object.values(texts)) expect(redactText(redactText(text))).toBe(redactText(text));
  });

  it("is quick with hostile input", () => {
    const hostile = [
      "token",
      "eyJ-",
      "http://",
      'password="\\',
      "a".repeat(50),
      "--",
      "cookie: ",
      "-----BEGIN PRIVATE KEY-----",
      "sk-",
      "://x",
    ];
    for (const part of hostile) {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      const begin = Date.now();
      redactText(text);
      expect(Date.now() - begin).toBeLessThan(3000);
    }
  });
});

describe("redact", () => {
  const secret = fc.stringMatching(/^[a-zA-Z0-9]{12,20}$/).map((text) => `Zq9${text}`);
  const name = fc.constantFrom(
    "token",
    "accessToken",
    "PASSWORD",
    "db_password",
    "x-api-key",
    "apiKey",
    "Authorization",
    "set-cookie",
    "clientSecret",
    "loginUrl",
    "private_key",
  );

  it("never lets out what stands under a sensitive name, however deep and in whatever form", () => {
    fc.assert(
      fc.property(
        secret,
        name,
        fc.jsonValue({ maxDepth: 2 }),
        fc.nat(2),
        fc.array(fc.constantFrom("list", "object", "error", "map"), { maxLength: 5 }),
        (hidden, key, beside, form, wrappers) => {
          const held = [hidden, [hidden], { value: hidden }][form];
          const value = wrappers.reduce<unknown>((inner, wrapper) => wrap(inner, wrapper), { beside, [key]: held });
          expect(JSON.stringify(redact(value))).not.toContain(hidden);
        },
      ),
    );
  });

  it("takes anything at all, answers with JSON, and is done after once", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => {
          const copy = redact(value);
          expect(JSON.parse(JSON.stringify(copy))).toEqual(copy);
          expect(redact(copy)).toEqual(copy);
        },
      ),
    );
  });

  it("keeps ordinary data as it is", () => {
    const data = { id: "a", sizes: [1, 2, { wide: true }], nothing: null, maxTokens: 4096, code: "SESSION_NOT_FOUND" };
    expect(redact(data)).toEqual(data);
  });

  it("keeps an error's message, cause and fields, without secrets", () => {
    const cause = new Error("refused token=abcdefgh", { cause: { password: "p4ss" } });
    const error = Object.assign(new Error("could not connect", { cause }), { code: "ECONNREFUSED", authToken: "t0p" });
    expect(redact(error)).toMatchObject({
      name: "Error",
      message: "could not connect",
      code: "ECONNREFUSED",
      authToken: "[redacted]",
      cause: { message: "refused token=[redacted]", cause: { password: "[redacted]" } },
    });
    expect(redact(new AggregateError([new Error("first")], "both"))).toMatchObject({ errors: [{ message: "first" }] });
  });

  it("ends with cycles, depth, size and getters that throw", () => {
    const cyclic: Record<string, unknown> = { name: "a" };
    cyclic.self = cyclic;
    const error = new Error("loop");
    error.cause = error;
    expect(redact(cyclic)).toEqual({ name: "a", self: "[circular]" });
    expect(redact(error)).toMatchObject({ message: "loop", cause: "[circular]" });
    const shared = { a: 1 };
    expect(redact([shared, shared])).toEqual([{ a: 1 }, { a: 1 }]);
    const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), "end");
    expect(JSON.stringify(redact(deep))).toContain("[too deep]");
    const bomb = Array.from({ length: 8 }).reduce<unknown>((inner) => Array.from({ length: 20 }, () => inner), "x");
    expect(JSON.stringify(redact(bomb)).length).toBeLessThan(2_000_000);
    const broken = Object.defineProperty({}, "value", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    expect(redact({ broken })).toEqual({ broken: "[unreadable]" });
    expect(redact(Array.from({ length: 300 }, () => 0))).toHaveLength(201);
  });

  it("keeps references to secrets and shows addresses without their credentials", () => {
    expect(redact({ token: "secret:openai-key" })).toEqual({ token: "secret:openai-key" });
    expect(redact({ at: { href: "https://me:pw@host.example/x#abc", searchParams: {} } })).toEqual({
      at: "https://[redacted]@host.example/x#[redacted]",
    });
    expect(redact({ bytes: new Uint8Array(5) })).toEqual({ bytes: "[5 bytes]" });
  });
});

function wrap(inner: unknown, wrapper: "list" | "object" | "error" | "map"): unknown {
  switch (wrapper) {
    case "list":
      return [0, inner];
    case "object":
      return { inner };
    case "error":
      return new Error("around", { cause: inner });
    case "map":
      return new Map([["inner", inner]]);
  }
}
