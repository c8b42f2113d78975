import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../log/log.ts';

/** Answers an unexpected error with 500, so that it fails one request and not the process. */
export function errorBoundary(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  log: Log,
): RequestListener {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (err) {
      log.error({ err }, 'unexpected error');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}
