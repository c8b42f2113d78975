/** Parent span of a request, from its `traceparent` header. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  /** True if the sender records its part of the trace. */
  readonly isSampled: boolean;
}

/** `traceparent` of W3C Trace Context, version 00; later versions begin alike, and may be longer. */
const TRACE_PARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:$|(?<!^00.*)-)/;

/** Parses `traceparent`; undefined if it is absent or invalid. */
export function parseTraceParent(header: string | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = TRACE_PARENT.exec(header ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
