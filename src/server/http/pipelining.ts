import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many requests of a connection may wait for the answer to an earlier one. */
const MAX_WAITING = 20;
/** How many more may have been sent, which are not answered. What Node has read at once is all there, however much that is. */
const MAX_EXCESS = 44;

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/** Requests that were sent before the answers to earlier ones. */
interface Pipeline {
  readonly waiting: Exchange[];
  /** How many are not answered, because too many waited when they came. */
  excess: number;
}

/**
 * Answers the requests of one connection one after the other. Node starts all that it has read, and one packet holds two
 * thousand. Whoever sends more than may wait is told that the answers end with those; far more, and the connection ends.
 */
export function oneAtATime(handler: RequestListener): RequestListener {
  const pipelines = new WeakMap<Socket, Pipeline>();

  function answer([request, response]: Exchange, pipeline: Pipeline): void {
    const { socket } = request;
    response.once('close', () => {
      const next = socket.destroyed ? undefined : pipeline.waiting.shift();
      if (next) answer(next, pipeline);
      else pipelines.delete(socket);
    });
    handler(request, response);
  }

  return (request, response) => {
    const { socket } = request;
    const pipeline = pipelines.get(socket);
    if (!pipeline) {
      const begun = { waiting: [], excess: 0 };
      pipelines.set(socket, begun);
      return answer([request, response], begun);
    }
    if (pipeline.excess === 0 && pipeline.waiting.length < MAX_WAITING) {
      return void pipeline.waiting.push([request, response]);
    }
    // Nothing after the last one that waits is answered: its client sends the rest again, over another connection.
    if (pipeline.excess === 0) pipeline.waiting.at(-1)?.[1].setHeader('connection', 'close');
    pipeline.excess += 1;
    if (pipeline.excess <= MAX_EXCESS) return;
    pipeline.waiting.length = 0;
    socket.destroy();
  };
}
