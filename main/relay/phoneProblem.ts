import { AppError } from "#shared/errors/appError.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import type { Log } from "../observability/log.ts";
import { toAppError } from "../observability/toAppError.ts";
import { explainListenError } from "./portInUse.ts";

/** Why phones cannot connect. */
export interface PhoneProblem {
  /** An error's code of ours, or the operating system's (EADDRINUSE). */
  readonly code: string;
  readonly userMessage: string;
  /** For developers. */
  readonly reason: string;
}

interface Circumstances {
  readonly port: number;
  readonly address: string;
  readonly language: Language;
  readonly log: Log;
}

export async function explainPhoneProblem(error: unknown, circumstances: Circumstances): Promise<PhoneProblem> {
  const { port, address, language, log } = circumstances;
  const flags = { host: "relay.address", port: "relay.port" };
  const explained = await explainListenError(error, { host: address || "*", port, flags });
  if (explained instanceof ExplainedError) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "INTERNAL";
    return { code, userMessage: explained.texts[language], reason: explained.message };
  }
  const known = error instanceof AppError ? error : toAppError(error, { log });
  const { reason } = known.details;
  return {
    code: known.code,
    userMessage: errorText(known.code, language, known.details),
    reason: typeof reason === "string" ? reason : known.message,
  };
}
