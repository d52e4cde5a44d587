/** A notification as a program asked for it, without control characters; the title is empty where it gave none. */
export interface Notification {
  readonly title: string;
  readonly text: string;
}

/** What is announced in pieces and not complete yet: so many at once, the oldest is forgotten. */
const maximumPending = 8;
const maximumPieceBytes = 4096;

interface Pending {
  readonly title: Buffer[];
  readonly body: Buffer[];
  bytes: number;
}

/**
 * Reads the operating-system commands that are notifications: `9;text` (iTerm2), `777;notify;title;text` (urxvt), and kitty's
 * desktop notification protocol `99;metadata;payload`, which may come in pieces.
 */
export class NotificationReader {
  readonly #pending = new Map<string, Pending>();

  /** The command without its introducer and end. Null if it is no notification, or not all of one yet. */
  read(command: string): Notification | null {
    const separator = command.indexOf(";");
    if (separator === -1) return null;
    const rest = command.slice(separator + 1);
    switch (command.slice(0, separator)) {
      case "9":
        return isConEmu(rest) ? null : shown("", rest);
      case "777":
        return readUrxvt(rest);
      case "99":
        return this.#readKitty(rest);
      default:
        return null;
    }
  }

  #readKitty(rest: string): Notification | null {
    const separator = rest.indexOf(";");
    if (separator === -1) return null;
    const metadata = new Map(rest.slice(0, separator).split(":").map(keyAndValue));
    const id = (metadata.get("i") ?? "").slice(0, 100);
    const part = metadata.get("p") ?? "title";
    const payload = Buffer.from(rest.slice(separator + 1), metadata.get("e") === "1" ? "base64" : "utf8");
    const pending = this.#pending.get(id) ?? { title: [], body: [], bytes: 0 };
    if ((part === "title" || part === "body") && pending.bytes + payload.length <= maximumPieceBytes) {
      pending[part].push(payload);
      pending.bytes += payload.length;
    } else if (part === "close") this.#pending.delete(id);
    if (metadata.get("d") === "0") {
      this.#keep(id, pending);
      return null;
    }
    this.#pending.delete(id);
    const title = Buffer.concat(pending.title).toString("utf8");
    const body = Buffer.concat(pending.body).toString("utf8");
    // A single text is the title there; ours is what there is to say.
    return body === "" ? shown("", title) : shown(title, body);
  }

  #keep(id: string, pending: Pending): void {
    this.#pending.delete(id);
    this.#pending.set(id, pending);
    const [oldest] = this.#pending.keys();
    if (this.#pending.size > maximumPending && oldest !== undefined) this.#pending.delete(oldest);
  }
}

/** ConEmu and Windows Terminal use the same number for progress (4), the current folder (9) and other things. */
function isConEmu(rest: string): boolean {
  return /^([1-9]|1[0-2])(;|$)/.test(rest);
}

function readUrxvt(rest: string): Notification | null {
  const [action, title = "", ...text] = rest.split(";");
  if (action !== "notify") return null;
  return text.length === 0 ? shown("", title) : shown(title, text.join(";"));
}

function shown(title: string, text: string): Notification | null {
  const notification = { title: plain(title), text: plain(text) };
  if (notification.text !== "") return notification;
  return notification.title === "" ? null : { title: "", text: notification.title };
}

/** Untrusted text made fit to be shown: control characters and marks that turn the direction of writing become spaces. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

function keyAndValue(pair: string): [string, string] {
  const separator = pair.indexOf("=");
  return separator === -1 ? [pair, ""] : [pair.slice(0, separator), pair.slice(separator + 1)];
}
