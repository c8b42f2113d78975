import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Agents } from './proxies.ts';
import { BodyError, type BodyLimits, readBody } from './read-body.ts';

/**
 * The text under a URL. Redirects are not followed. `maxMs` is for all of it, from the connection to the last byte.
 *
 * @throws Error for any status but 200; BodyError for what exceeds the limits
 */
export async function getText(url: URL, agents: Agents, limits: BodyLimits): Promise<string> {
  const endsAt = performance.now() + limits.maxMs;
  const isTls = url.protocol === 'https:';
  const send = isTls ? httpsRequest : httpRequest;
  const request = send(url, { agent: isTls ? agents.https : agents.http, headers: { accept: 'application/json' } });
  const response = await headOf(request, limits.maxMs);
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`It answered with status ${response.statusCode}`);
  }
  return (await readBody(response, { ...limits, maxMs: Math.max(1, endsAt - performance.now()) })).toString();
}

function headOf(request: ClientRequest, maxMs: number): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const timer = setTimeout(() => {
    request.destroy(new BodyError('TOO_SLOW', `There was no answer after ${maxMs} ms`));
  }, maxMs);
  request.once('response', (response) => {
    clearTimeout(timer);
    resolve(response);
  });
  request.on('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  request.end();
  return promise;
}
