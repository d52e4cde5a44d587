/** How much a new measurement counts. More than TCP's eighth: phones change their network while they are watched. */
const weight = 0.25;

/** The smoothed time to the server and back, in milliseconds; null before the first measurement. */
export function smoothRoundTrip(smoothed: number | null, measuredMs: number): number {
  return smoothed === null ? measuredMs : smoothed + (measuredMs - smoothed) * weight;
}

const shortestMs = 1500;
const longestMs = 5000;

/** How long an answer may take before the link counts as dead: a slow link is given time, a quick one is not waited for. */
export function answerWithin(smoothed: number | null): number {
  return smoothed === null ? longestMs : Math.min(Math.max(smoothed * 8, shortestMs), longestMs);
}

const shortestWokenMs = 600;

/**
 * The same when the network has just come back or the page woke: likelier dead than at any other time, and somebody is waiting. To be
 * wrong costs a new connection, which goes on where this one was.
 */
export function wokenAnswerWithin(smoothed: number | null): number {
  return smoothed === null ? shortestMs : Math.min(Math.max(smoothed * 6, shortestWokenMs), longestMs);
}
