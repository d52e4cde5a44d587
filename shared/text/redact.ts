import { secretReference } from "../configuration/secretReference.ts";
import { redacted, redactText } from "./redactText.ts";

/** Beyond these a value is not worth logging, and a hostile one would cost too much. */
const limits = { depth: 8, entries: 200, nodes: 5000 } as const;

/** Names, without case, spaces and punctuation, that say their value is a secret. */
const sensitiveName =
  /pass(word|wd|phrase|code)|secret|token|authorization|cookie|credential|apikey|privatekey|accesskey|encryptionkey|logincode|onetimecode/;
const sensitiveNames: readonly string[] = ["auth", "otp", "pin", "pwd", "loginurl", "jwt", "bearer"];

/** Whether what stands under this name must not be shown. Numbers of tokens, as models count them, may. */
function isSensitiveName(name: string, value?: unknown): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (typeof value === "number" && plain.endsWith("tokens")) return false;
  return sensitiveName.test(plain) || sensitiveNames.includes(plain);
}

/**
 * A copy of anything, made of JSON's kinds of values only, without secrets: whatever stands under a sensitive name, and whatever
 * looks like a secret inside a text. References to secrets (`secret:name`) stay. Errors keep name, message, stack, cause and
 * their own fields. Cycles, depth and size are bounded. Never throws, whatever it is given.
 */
export function redact(value: unknown): unknown {
  return new Redaction().copy(value);
}

class Redaction {
  readonly #ancestors: object[] = [];
  #nodes = 0;

  copy(value: unknown): unknown {
    switch (typeof value) {
      case "string":
        return redactText(value);
      case "number":
        // JSON knows no negative zero, which adding zero turns into the other one.
        return Number.isFinite(value) ? value + 0 : String(value);
      case "boolean":
        return value;
      case "undefined":
        return null;
      case "bigint":
      case "symbol":
        return redactText(String(value));
      case "function":
        return "[function]";
      case "object":
        return value === null ? null : this.#copyObject(value);
    }
  }

  #copyObject(value: object): unknown {
    if (this.#ancestors.includes(value)) return "[circular]";
    if (this.#ancestors.length >= limits.depth) return "[too deep]";
    this.#nodes += 1;
    if (this.#nodes > limits.nodes) return "[too large]";
    this.#ancestors.push(value);
    try {
      return this.#copyKind(value);
    } catch {
      // A getter or a proxy that throws: what it guards cannot be shown, and logging must not fail for it.
      return "[unreadable]";
    } finally {
      this.#ancestors.pop();
    }
  }

  #copyKind(value: object): unknown {
    if (value instanceof Error) return this.#copyError(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
    if (Array.isArray(value)) return this.#copyList(value);
    if (value instanceof Set) return this.#copyList([...value]);
    if (value instanceof Map) return this.#copyEntries([...value].map(([key, inner]) => [String(key), inner]));
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    // A URL of the runtime, which this code cannot name: its parts are not its own properties.
    if ("href" in value && typeof value.href === "string" && "searchParams" in value) return redactText(value.href);
    return this.#copyEntries(Object.entries(value));
  }

  #copyError(error: Error): unknown {
    const { name, message, stack, cause } = error;
    const own = Object.entries(error).filter(([key]) => !["name", "message", "stack", "cause"].includes(key));
    const errors = error instanceof AggregateError ? [["errors", error.errors] as const] : [];
    const causes = cause === undefined ? [] : [["cause", cause] as const];
    return this.#copyEntries([["name", name], ["message", message], ["stack", stack], ...own, ...errors, ...causes]);
  }

  #copyList(list: readonly unknown[]): unknown {
    // Unlike map, from also visits the holes of a sparse list.
    const copies = Array.from(list.slice(0, limits.entries), (item) => this.copy(item));
    return list.length > limits.entries ? [...copies, `[${list.length - limits.entries} more]`] : copies;
  }

  #copyEntries(entries: readonly (readonly [string, unknown])[]): unknown {
    const copies = entries
      .slice(0, limits.entries)
      .map(([key, value]) => [redactText(key), this.#copyNamed(key, value)] as const);
    const rest = entries.length - limits.entries;
    return Object.fromEntries(rest > 0 ? [...copies, ["…", `[${rest} more]`]] : copies);
  }

  #copyNamed(key: string, value: unknown): unknown {
    if (value === null || value === undefined || typeof value === "boolean" || value === "") return this.copy(value);
    if (!isSensitiveName(key, value)) return this.copy(value);
    return secretReference.safeParse(value).success ? value : redacted;
  }
}
