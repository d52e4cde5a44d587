import { AppError } from "#shared/errors/appError.ts";

/** A stream of 8 million characters in pieces of one token each, with JSON around every piece, is about this large. */
const maximumAnswerBytes = 256 * 2 ** 20;

/**
 * Fetches without following redirects: an address that answers with one is the wrong one, and would get the key. An answer longer
 * than any model's fails with MODEL_BAD_ANSWER instead of being read on.
 */
export async function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "manual" });
  if (response.body === null) return response;
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength;
        if (bytes > maximumAnswerBytes) controller.error(new AppError("MODEL_BAD_ANSWER"));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { status, statusText, headers } = response;
  return new Response(counted, { status, statusText, headers });
}
