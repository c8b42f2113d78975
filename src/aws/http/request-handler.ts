import type { IncomingMessage } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createAgents, type Proxies } from '../../outbound/proxies.ts';
import { BodyError, readBody } from '../../outbound/read-body.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';
import { checkAnswer, isJsonProtocol } from './check-answer.ts';

/** How the SDK's clients send: `requestHandler` of their configuration. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/**
 * The SDK sets no time limit of its own, and `requestTimeout` alone only warns: with `throwOnRequestTimeout` a silent
 * connection is given up in time for one more try before the request's deadline. Milliseconds.
 */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_500, throwOnRequestTimeout: true };

/**
 * AWS's pages are some 300 kB at most (200 sessions of SSM). Nothing is decompressed: the SDK asks for no encoding, so a
 * small body is never a large answer.
 */
const PAGE_LIMITS = { maxBytes: 4 * 1024 * 1024, maxMs: 9_000 };
/** Of STS and SSO, which many requests may wait for: a few kB. */
const CREDENTIALS_LIMITS = { maxBytes: 256 * 1024, maxMs: 4_500 };

/**
 * The SDK's own handler with proxies, and with bounds on answers: bytes and time of the body, and whether it is AWS's at
 * all. The SDK bounds none of it, and takes an answer that is not AWS's for an empty one.
 */
export function requestHandler(proxies?: Proxies): RequestHandler {
  const agents = createAgents(proxies);
  const inner = new NodeHttpHandler({ ...TIMEOUTS, httpAgent: agents.http, httpsAgent: agents.https });
  return {
    metadata: inner.metadata,
    async handle(request, options) {
      if (!/^https?:$/.test(request.protocol) || request.hostname === '') {
        throw new UpstreamFailure(
          'CONFIGURATION',
          `${request.protocol}//${request.hostname} is no URL of http or https`,
        );
      }
      const { response } = await inner.handle(request, options);
      const limits = isJsonProtocol(request) ? PAGE_LIMITS : CREDENTIALS_LIMITS;
      const body = await readBody(response.body as IncomingMessage, limits).catch((error: unknown) => {
        if (options?.abortSignal?.aborted) throw new DOMException('Request aborted', 'AbortError');
        throw error instanceof BodyError ? new UpstreamFailure(error.fault, error.message) : error;
      });
      checkAnswer(request, response, body);
      response.body = body;
      return { response };
    },
    destroy() {
      inner.destroy();
      agents.close();
    },
    updateHttpClientConfig: (key, value) => inner.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => inner.httpHandlerConfigs(),
  };
}
