import { yieldToEventLoop } from '../../paging/event-loop.ts';

/**
 * Bytes of requests that count as one step of a turn of the event loop. Parsing, validating and executing them costs as much as
 * a page of a list, 0.3 ms: a document of 2.2 kB with 190 fields takes 5 ms.
 */
const BYTES_PER_STEP = 128;

/** Bytes up to which a request is a single step, which passes larger ones. */
const SMALL_BYTES = 512;

/**
 * Waits for the turn of the event loop in which a request is parsed, validated and executed. Two hundred requests whose last
 * bytes arrive at once would otherwise be executed in one turn, before the next connection is read.
 *
 * @param bytes of the body, or of the target of a GET
 * @returns undefined if the request may be executed at once
 */
export function requestTurn(bytes: number): Promise<void> | undefined {
  return yieldToEventLoop(bytes <= SMALL_BYTES ? 1 : Math.ceil(bytes / BYTES_PER_STEP));
}
