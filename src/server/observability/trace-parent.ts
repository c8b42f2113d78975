/** Where a request's trace comes from. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  /** The sender has its own part of the trace recorded. */
  readonly isSampled: boolean;
}

/** W3C Trace Context, `traceparent` of version 00, or of a later one, whose beginning is the same. */
const TRACE_PARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:$|-)/;

/** Undefined where there is none, or none that the standard allows. */
export function parseTraceParent(header: string | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(header ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
