import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { currentRequest } from '../../../src/log/current-request.ts';
import { createLog } from '../../../src/log/log.ts';
import { currentCallerKey } from '../../../src/server/context/client-address.ts';
import { admittedListener } from '../../../src/server/http/admission.ts';
import { callerLimits } from '../../../src/server/limits/caller-limits.ts';
import { newRequest } from '../../../src/server/observability/lifecycle-hooks.ts';

/** Serves the key under which the work of a request is counted. The token is the name. */
async function serveKeys(): Promise<string> {
  const authenticator = {
    callerOf: (token: string | undefined) => ({ name: token ?? null, user: null, scopes: new Set<never>() }),
    ready: async () => {},
  };
  const listener = admittedListener(
    (_request, response, { name }) => void response.end(currentCallerKey(name)),
    authenticator,
    { limits: callerLimits({}), trustedProxies: 1 },
    createLog('silent'),
  );
  const server = createServer((request, response) =>
    currentRequest.run(newRequest(request.headers), () => listener(request, response)),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

test.each([
  ['a caller', { authorization: 'alice' }, 'caller alice'],
  ['a caller, from any address', { authorization: 'alice', 'x-forwarded-for': '203.0.113.7' }, 'caller alice'],
  ['anonymous callers of an address', { 'x-forwarded-for': '203.0.113.7' }, 'address 203.0.113.7'],
  ['anonymous callers of a network', { 'x-forwarded-for': '2001:db8::1' }, 'address 2001:db8:0:0'],
])('The work of %s takes turns under the key that their requests are admitted by', async (_title, headers, key) => {
  const response = await fetch(await serveKeys(), { headers });
  expect(await response.text()).toBe(key);
});
