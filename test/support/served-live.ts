import { onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/log/log.ts';
import { noAuthentication } from '../../src/server/authentication/authenticator.ts';
import { noConsole } from '../../src/server/console/serve-console.ts';
import { listen } from '../../src/server/http/listen.ts';
import { readiness } from '../../src/server/http/readiness.ts';
import { createServer } from '../../src/server/server.ts';
import type { TestLive } from './live.ts';

const silent = createLog('silent');

/** Serves live sessions, whose time is virtual, over HTTP until the test ends. @returns the URL of GraphQL */
export async function serveLive({ live, services }: Pick<TestLive, 'live' | 'services'>): Promise<string> {
  const config = parseConfig({ GATEWAY_CURSOR_SECRET: 'a secret that all replicas have' });
  const server = createServer({
    ...config,
    maxStreamsPerCaller: config.maxStreams,
    maxInFlight: config.maxStreams,
    console: noConsole,
    services,
    live,
    history: null,
    log: silent,
    audit: silent,
    readiness: readiness(),
    authenticator: noAuthentication,
    traceAlways: false,
    hooks: [],
    plugins: [],
    limits: config,
    rateLimit: undefined,
    allowedHosts: undefined,
    persistedOperations: undefined,
  });
  const listening = await listen(server.handler, { port: 0, host: '127.0.0.1', upgrade: server.upgrade });
  onTestFinished(async () => {
    await server.streams.drain(0);
    await listening.drain();
  });
  return `${listening.url}/graphql`;
}
