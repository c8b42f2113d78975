import type { IncomingMessage } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createAgents, type Proxies } from '../../outbound/proxies.ts';
import { BodyError, readBody } from '../../outbound/read-body.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';
import { checkAnswer, isJsonProtocol } from './check-answer.ts';

/** HTTP handler of the SDK's clients: `requestHandler` of their configuration. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

/**
 * Timeouts in milliseconds. The SDK sets none, and `requestTimeout` alone only warns: with `throwOnRequestTimeout` a silent
 * connection fails in time for one retry before the request's deadline.
 */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_500, throwOnRequestTimeout: true };

/**
 * Limits of pages, which have some 300 kB at most (200 sessions of SSM). Bodies are not compressed, because the SDK requests
 * no encoding. Every byte that is read before an answer is rejected is garbage outside of the heap, of which V8 collects 32 MB
 * with one full collection: a list of 80 sources of which each answers without end reads 80 MB.
 */
const PAGE_LIMITS = { maxBytes: 1024 * 1024, maxMs: 9_000 };
/** Limits of answers of STS and SSO (a few kB), for which many requests may wait. */
const CREDENTIALS_LIMITS = { maxBytes: 256 * 1024, maxMs: 4_500 };

/**
 * Creates the SDK's handler with proxies and checked answers: limits the bytes and the time of the body, and rejects what AWS
 * did not send. The SDK has no limits, and accepts an answer that is not AWS's as an empty one.
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
