import { z } from "zod";
import { type ErrorCategory, type ErrorCode, errorCatalogue, isErrorCode } from "./errorCatalogue.ts";
import { errorText, type Language } from "./errorTexts.ts";

const categories = ["temporary", "auth", "validation", "system", "unknown", "network", "database"] as const;

/** The one internal shape of an error, as RPC and REST send it (DESIGN 5). `timestamp` is ISO 8601. */
export const errorShape = z.object({
  type: z.literal("error"),
  code: z.string().max(64),
  status: z.number().int().min(100).max(599),
  category: z.enum(categories),
  message: z.string(),
  userMessage: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  timestamp: z.string(),
});
export type ErrorShape = z.infer<typeof errorShape>;

export interface AppErrorOptions {
  /** For developers; defaults to the code's meaning. */
  readonly message?: string;
  /** Context for programs and for the placeholders of the person's text. No secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An expected failure with a code of the catalogue. Anything else that is thrown is a bug and becomes INTERNAL at the edge. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly category: ErrorCategory;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const kind = errorCatalogue[code];
    super(options.message ?? kind.meaning, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = kind.status;
    this.category = kind.category;
    this.retryable = kind.retryable;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }

  /** The shape for the wire, its text for people in the given language. */
  toShape(language: Language = "en", now: Date = new Date()): ErrorShape {
    return {
      type: "error",
      code: this.code,
      status: this.status,
      category: this.category,
      message: this.message,
      userMessage: errorText(this.code, language, this.details),
      retryable: this.retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(Object.keys(this.details).length === 0 ? {} : { details: { ...this.details } }),
      timestamp: now.toISOString(),
    };
  }
}

/** Rebuilds an AppError from the shape a server sent; a code we do not know becomes INTERNAL with its message kept. */
export function appErrorFromShape(shape: ErrorShape): AppError {
  return new AppError(isErrorCode(shape.code) ? shape.code : "INTERNAL", {
    message: shape.message,
    details: { ...shape.details, ...(isErrorCode(shape.code) ? {} : { code: shape.code }) },
    ...(shape.retryAfterMs === undefined ? {} : { retryAfterMs: shape.retryAfterMs }),
  });
}
