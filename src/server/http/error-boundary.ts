import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../../log/log.ts';

/** What nobody foresaw fails one request and not the process. */
export function errorBoundary(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  log: Log,
): RequestListener {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (err) {
      log.error({ err }, 'unforeseen error');
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}
