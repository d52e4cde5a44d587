import { applyEdits, type FormattingOptions, findNodeAtLocation, getNodeValue, modify, parseTree } from "jsonc-parser";

/** Changes the text of a configuration file where it must and leaves the rest, comments and spacing included, as it is. */
export interface SettingsEditor {
  /** The value at a path like `sessions.maximum`; undefined where there is none. */
  get(path: string): unknown;
  set(path: string, value: unknown): void;
  remove(path: string): void;
  /** Moves a value, if it is there, to another path. */
  rename(path: string, to: string): void;
  readonly text: string;
}

/** An editor over a text that is an object, or over nothing. */
export function editSettings(original: string): SettingsEditor {
  let text = original.trim() === "" ? "{}\n" : original;
  const formattingOptions: FormattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)\S/m.exec(text)?.[1]?.length ?? 2,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  const get = (path: string): unknown => {
    const root = parseTree(text, [], { allowTrailingComma: true });
    const node = root && findNodeAtLocation(root, path.split("."));
    return node ? getNodeValue(node) : undefined;
  };
  const set = (path: string, value: unknown): void => {
    text = applyEdits(text, modify(text, path.split("."), value, { formattingOptions }));
  };
  const remove = (path: string): void => {
    if (get(path) !== undefined) set(path, undefined);
  };
  return {
    get,
    set,
    remove,
    rename: (path, to) => {
      const value = get(path);
      if (value === undefined) return;
      remove(path);
      set(to, value);
    },
    get text() {
      return text;
    },
  };
}
