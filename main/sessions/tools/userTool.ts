/** A tool the user described in the configuration. One with a built-in tool's key takes its place. */
export interface UserTool {
  readonly key: string;
  readonly name: string;
  /** A bare name looked for on the PATH, an absolute path, or one beginning with `~/`. */
  readonly command: string;
  readonly arguments?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly icon?: string | undefined;
  readonly color?: string | undefined;
  readonly description?: string | undefined;
}
