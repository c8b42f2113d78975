/** Bounds of a moment between two observations; equal if its time is exact. */
export interface Bounds {
  readonly after: string | null | undefined;
  readonly before: string;
}

/** Time in which a session had one status. */
export interface Span {
  readonly status: string;
  readonly from: Bounds;
  /** Null while the session has the status. */
  readonly to: Bounds | null | undefined;
}

/** Part of a time line, in milliseconds of the epoch. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly status: string;
  /** False where the status had begun or ended already, or not yet: the change was between two observations. */
  readonly isCertain: boolean;
}

/**
 * Splits spans into what is certain of them, and the time between two observations before it, in which they began.
 *
 * @param now end of a span that lasts
 */
export function spanSegments(spans: readonly Span[], now: number): readonly Segment[] {
  return spans.flatMap(({ status, from, to }) => {
    const begin = Date.parse(from.before);
    const earliest = from.after ? Date.parse(from.after) : begin;
    // A status is certain until the last observation that has it.
    const end = to ? Math.max(begin, Date.parse(to.after ?? to.before)) : Math.max(begin, now);
    const certain = { from: begin, to: end, status, isCertain: true };
    return earliest < begin ? [{ from: earliest, to: begin, status, isCertain: false }, certain] : [certain];
  });
}
