/** How binary data becomes text: the only part that differs between Node and a page. */
export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array<ArrayBuffer>;
}

export interface StructuredCodec {
  /** Values as Electron's structured clone takes them; functions and class instances throw a DataCloneError. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Structured values as JSON text. Everything but plain primitives is a pair `[kind, payload]`. This function is also sent to
 * pages as source, so it refers to nothing outside itself.
 */
export function createStructuredCodec(base64: Base64): StructuredCodec {
  const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

  const pack = (value: unknown): unknown => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (value === undefined) return ["undefined"];
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : ["number", Object.is(value, -0) ? "-0" : String(value)];
    if (typeof value === "bigint") return ["bigint", String(value)];
    if (typeof value !== "object") throw new DOMException(`A ${typeof value} could not be cloned.`, "DataCloneError");
    if (Array.isArray(value)) return ["array", value.map(pack)];
    if (value instanceof Uint8Array) return ["bytes", base64.encode(value)];
    const tag = tagOf(value);
    if (tag === "Uint8Array") return ["bytes", base64.encode(new Uint8Array(value as Uint8Array))];
    if (tag === "ArrayBuffer") return ["buffer", base64.encode(new Uint8Array(value as ArrayBuffer))];
    if (tag === "Date") return ["date", (value as Date).getTime()];
    if (tag === "Error") return ["error", [(value as Error).name, (value as Error).message]];
    if (tag !== "Object") throw new DOMException(`${tag} object could not be cloned.`, "DataCloneError");
    return ["object", Object.entries(value).map(([key, inner]) => [key, pack(inner)])];
  };

  const unpack = (packed: unknown): unknown => {
    if (!Array.isArray(packed)) return packed;
    const [kind, payload]: unknown[] = packed;
    if (kind === "undefined") return undefined;
    if (kind === "number") return Number(payload);
    if (kind === "bigint") return BigInt(String(payload));
    if (kind === "bytes") return base64.decode(String(payload));
    if (kind === "buffer") return base64.decode(String(payload)).buffer;
    if (kind === "date") return new Date(Number(payload));
    if (kind === "array" && Array.isArray(payload)) return payload.map(unpack);
    if (kind === "error" && Array.isArray(payload))
      return Object.assign(new Error(String(payload[1])), { name: String(payload[0]) });
    if (kind === "object" && Array.isArray(payload)) {
      return Object.fromEntries(payload.map(([key, inner]: [string, unknown]) => [key, unpack(inner)]));
    }
    throw new Error(`Unknown structured value: ${String(kind)}`);
  };

  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) };
}

/** Base64 in a page, where there is no Buffer; sent as source like the codec. */
export function createPageBase64(): Base64 {
  return {
    encode: (bytes) => {
      let text = "";
      // String.fromCharCode takes its characters as arguments, whose number is limited.
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(text);
    },
    decode: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  };
}

export const nodeBase64: Base64 = {
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  decode: (text) => new Uint8Array(Buffer.from(text, "base64")),
};
