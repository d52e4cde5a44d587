/** Runs one statement, or several without parameters, inside the migration's transaction. */
type Execute = (sql: string) => void;

/**
 * One step forward; there is no way back but the backup made before it. A published migration is never edited: a change is a
 * new one with the next number.
 */
export interface Migration {
  /** 1, 2, 3 … without a gap; kept in the database as `user_version`. */
  readonly number: number;
  /** For the log and the backup's file name: letters, digits and dashes. */
  readonly name: string;
  readonly run: (execute: Execute) => void;
}
