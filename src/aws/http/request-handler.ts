import type { IncomingMessage } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createAgents, type Proxies } from '../../outbound/proxies.ts';
import { BodyError, readBody } from '../../outbound/read-body.ts';
import { UpstreamFailure } from '../errors/upstream-failure.ts';
import { checkAnswer, isJsonProtocol } from './check-answer.ts';
import { largeAnswers } from './large-answers.ts';

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
 * Limits of pages. AppStream sizes the pages of DescribeFleets and DescribeStacks itself: a page of a thousand fleets has 1.5 MB. Bodies are
 * not compressed, because the SDK requests no encoding.
 */
const PAGE_LIMITS = { maxBytes: 4 * 1024 * 1024, maxMs: 9_000 };
/** Limits of answers of STS and SSO (a few kB), for which many requests may wait. */
const CREDENTIALS_LIMITS = { maxBytes: 256 * 1024, maxMs: 4_500 };

/** Of the process, as its memory is. */
const LARGE_ANSWERS = largeAnswers();

/** Names host and operation. */
function senderOf({ hostname, port, headers }: Parameters<RequestHandler['handle']>[0]): string {
  return `${hostname}:${port ?? ''} ${headers['x-amz-target']}`;
}

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
      const limits = isJsonProtocol(request)
        ? { ...PAGE_LIMITS, large: LARGE_ANSWERS.of(senderOf(request)) }
        : CREDENTIALS_LIMITS;
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
