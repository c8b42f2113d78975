import { yieldToEventLoop } from '../../paging/event-loop.ts';
import type { ReadCall } from './call.ts';

/**
 * Waits for the turn of the event loop in which a request goes on with an answer. Cached answers resolve as microtasks, before
 * timers, sockets and other requests, and all requests that wait for one call are answered at once: without turns a long
 * cached list, or forty requests for thousands of values each, would block the process.
 *
 * @returns undefined if the request may go on at once
 */
export function answerTurn({ request }: Pick<ReadCall, 'request'>): Promise<void> | undefined {
  return yieldToEventLoop(request.answerSteps);
}
