import { z } from "zod";
import { linkCall } from "./procedure.ts";
import { sessionId, terminalSize } from "./sessions.ts";

/** A number the client chooses, unique on its link, that names this viewer's frames (shared/terminal/frames.ts). */
const stream = z.number().int().min(1).max(0xffff_ffff);

export const terminalsContract = {
  /**
   * Begins to send a session's output as frames on this link. `live` viewers are brought up to date with a snapshot when they
   * fall behind; `complete` ones get every byte, from disk if they must. With `resumeFrom` a viewer that has parsed up to that
   * offset goes on there; if that is no longer possible or too far behind, it gets a snapshot. Becomes the driver if there is
   * none and the caller may steer and gives a size.
   */
  attach: linkCall("watch", ["SESSION_NOT_FOUND", "VALIDATION"])
    .input(
      z.object({
        stream,
        session: sessionId,
        follow: z.enum(["live", "complete"]).default("live"),
        resumeFrom: z.number().int().nonnegative().optional(),
        size: terminalSize.optional(),
        /** How many bytes may be on their way to this viewer unacknowledged; bounded by the server. */
        credit: z.number().int().min(16_384).max(2_097_152).optional(),
      }),
    )
    .output(z.object({ viewer: z.string(), driving: z.boolean() })),
  detach: linkCall("watch").input(z.object({ stream })).output(z.object({})),
  /** Makes this viewer the driver: from now on its size is the terminal's. */
  takeOver: linkCall("steer", ["NOT_ATTACHED"])
    .input(z.object({ stream, size: terminalSize }))
    .output(z.object({})),
  /** Gives driving back; the size stays until somebody takes over. */
  release: linkCall("steer", ["NOT_ATTACHED"]).input(z.object({ stream })).output(z.object({})),
};
