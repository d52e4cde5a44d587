/** What a person asked attach itself to do, by the command key and a letter. */
export type AttachCommand = "detach" | "takeOver" | "scroll";

export type Typed =
  | { readonly kind: "input"; readonly bytes: Uint8Array }
  | { readonly kind: "command"; readonly command: AttachCommand };

/** Ctrl-\, as it is written in texts. */
export const commandKeyName = "Ctrl-\\";

const commandKey = 0x1c;
const commands: ReadonlyMap<number, AttachCommand> = new Map([
  [0x64, "detach"], // d
  [0x74, "takeOver"], // t
  [0x5b, "scroll"], // [
]);
const pasteBegin = Buffer.from("\x1b[200~");
const pasteEnd = Buffer.from("\x1b[201~");

/**
 * Tells commands from what is meant for the tool. Ctrl-\ begins a command; twice it is one Ctrl-\ for the tool; followed by a key
 * that is no command both go to the tool. Inside a bracketed paste nothing is a command. Knows what came before, so that a key
 * may be split over two reads.
 */
export function createKeyReader(): (chunk: Uint8Array) => readonly Typed[] {
  let isCommand = false;
  let isPaste = false;
  /** How much of the marker that ends or begins a paste has been seen. */
  let markerLength = 0;

  const followMarker = (byte: number) => {
    const marker = isPaste ? pasteEnd : pasteBegin;
    markerLength = byte === marker[markerLength] ? markerLength + 1 : byte === marker[0] ? 1 : 0;
    if (markerLength < marker.length) return;
    isPaste = !isPaste;
    markerLength = 0;
  };

  return (chunk) => {
    const typed: Typed[] = [];
    let bytes: number[] = [];
    const flush = () => {
      if (bytes.length > 0) typed.push({ kind: "input", bytes: Uint8Array.from(bytes) });
      bytes = [];
    };
    for (const byte of chunk) {
      if (isCommand) {
        isCommand = false;
        const command = commands.get(byte);
        if (command) {
          flush();
          typed.push({ kind: "command", command });
          continue;
        }
        bytes.push(commandKey);
        if (byte === commandKey) continue;
      } else if (byte === commandKey && !isPaste) {
        isCommand = true;
        continue;
      }
      followMarker(byte);
      bytes.push(byte);
    }
    flush();
    return typed;
  };
}
