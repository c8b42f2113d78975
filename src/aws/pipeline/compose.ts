/** Handles one call: answers it, or passes it on. */
export type Handler<Call> = (call: Call) => Promise<object>;

/** One stage of a pipeline, as a middleware: returns a handler that may call `next` never, once or repeatedly. */
export type Stage<Call> = (next: Handler<Call>) => Handler<Call>;

/**
 * Composes stages around a handler. The first stage is the outermost: it sees the call first and the answer last.
 *
 * @example compose([cache, coalesce, retry, rateLimit], send)
 */
export function compose<Call>(stages: readonly Stage<Call>[], send: Handler<Call>): Handler<Call> {
  return stages.reduceRight((next, stage) => stage(next), send);
}
