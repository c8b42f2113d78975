import type { ReadCall } from './call.ts';
import type { Handler } from './compose.ts';

/**
 * Counts the lists that a request is reading, so that loaders dispatch one batch once all are in: see `RequestCalls.reading`.
 * First of the stages, because an answer from the cache is in only after its turn of the event loop.
 */
export function countLists(next: Handler<ReadCall>): Handler<ReadCall> {
  return (call) => (call.cacheable.isList ? call.request.reading(next(call)) : next(call));
}
