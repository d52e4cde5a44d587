import { AppError } from "#shared/errors/appError.ts";

/**
 * For a call whose input carries the id that makes it happen once (a message's, a conversation's, an attachment's): after an unknown
 * outcome it may be made again, which it otherwise never is (connection/callOutcome.ts marks every mutation without an idempotency key).
 */
export async function repeatable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof AppError) || error.details.outcome !== "unknown") throw error;
    const { outcome: _unknown, ...details } = error.details;
    throw new AppError(error.code, { message: error.message, details, cause: error });
  }
}
