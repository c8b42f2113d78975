import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Pipelined requests of a connection that wait. */
const MAX_WAITING = 20;
/** Pipelined requests beyond those, which are not answered; with more the connection is closed. */
const MAX_EXCESS = 44;

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];

/** Requests that arrived before the answers to earlier ones. */
interface Pipeline {
  readonly waiting: Exchange[];
  /** Number of requests that are not answered, because too many were waiting. */
  excess: number;
}

/**
 * Handles the requests of one connection one at a time. Node starts all that it has read, and one packet holds two thousand.
 * Above the limit of waiting requests the last answer has `Connection: close`; far above it the connection is closed.
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
    // The client retries the unanswered requests over another connection.
    if (pipeline.excess === 0) pipeline.waiting.at(-1)?.[1].setHeader('connection', 'close');
    pipeline.excess += 1;
    if (pipeline.excess <= MAX_EXCESS) return;
    pipeline.waiting.length = 0;
    socket.destroy();
  };
}
