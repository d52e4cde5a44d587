import type { LogEntry } from "#shared/contract/system.ts";

export type LogLevel = LogEntry["level"];
/** What belongs to a message: names to values, redacted before they are written. An error goes under `error`. */
export type LogContext = Readonly<Record<string, unknown>>;

/**
 * Where every part writes what an operator may need. Messages are plain English sentences without values in them; the values
 * stand in the context, where they can be searched for and are redacted by their names.
 */
export interface Log {
  debug(message: string, context?: LogContext): void;
  info(message: string, context?: LogContext): void;
  warn(message: string, context?: LogContext): void;
  error(message: string, context?: LogContext): void;
  /** A log for one part, or for one call: its context is added to every message. */
  child(options: { part?: string; correlationId?: string; context?: LogContext }): Log;
}

/** For tests and for callers that have no log: drops everything. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
