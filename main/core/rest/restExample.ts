/** What a call of the REST API looks like, for its document. */
export interface RestExample {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** The answer, or one event where the answer is a stream. */
  readonly answer: unknown;
}
