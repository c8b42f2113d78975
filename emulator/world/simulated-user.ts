/**
 * One location in the population of a service: whoever sits there passes through the stages of a session and goes, and
 * after a pause somebody else comes, so that the population hovers around the size it began with.
 */
export interface SimulatedUser {
  /** Lets happen what is due at this moment; the answer is how many milliseconds later the next thing is. */
  advance(at: number): number;
  /** After a time that was not played: whoever must have gone by now has been replaced, in one stride. */
  renew(at: number): void;
}

export const second = 1000;
export const minute = 60 * second;

/** True for a time that has come. */
export function past(time: Date | undefined, at: number): boolean {
  return time !== undefined && time.getTime() <= at;
}

/** A duration in milliseconds, shortened where the session must end before. */
export function untilAtMost(at: number, milliseconds: number, end: Date | undefined): number {
  return end ? Math.max(second, Math.min(milliseconds, end.getTime() - at)) : milliseconds;
}
