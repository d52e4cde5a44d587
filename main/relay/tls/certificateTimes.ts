/** In milliseconds, like all times here. */
export const day = 86_400_000;
/** A certificate of three months bounds the harm of a stolen key; browsers allow 398 days. */
export const leafDays = 90;
/** Devices whose clock is a little behind must not refuse a fresh certificate. */
export const backdatedMs = 24 * 3_600_000;
/** Before the first release no clock was right: a machine whose battery is empty starts in 1970. */
export const earliestPlausible = Date.UTC(2026, 0, 1);
