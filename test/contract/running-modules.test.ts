import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { startReporting } from '../support/loaded-modules.ts';
import { ask, run } from '../support/process.ts';

const WEB_SOCKETS = ['graphql-ws', 'ws'];
const TOKENS = 'jose';
const RATE_LIMITS = 'rate-limiter-flexible';
const REDIS = 'ioredis';
const METRICS = 'prom-client';
const TRACES = '@opentelemetry/sdk-trace';
const PAGE = '@graphql-yoga/render-graphiql';
const LAZY = [...WEB_SOCKETS, TOKENS, RATE_LIMITS, REDIS, METRICS, TRACES, PAGE];

async function start(environment: Record<string, string> = {}) {
  const gateway = await startReporting({ GATEWAY_LIVE: 'off', ...environment });
  onTestFinished(() => void gateway.child.kill('SIGKILL'));
  return { ...gateway, lazy: () => gateway.loaded().filter((name) => LAZY.includes(name)) };
}

describe('A gateway that is ready has loaded', () => {
  test('nothing that no request has needed; WebSockets are loaded with the first one', async () => {
    const gateway = await start();
    expect(gateway.loaded()).toContain('graphql-yoga');
    expect(gateway.lazy()).toEqual([]);

    await ask(gateway.url, '{ fleets(first: 1) { nodes { name } } }');
    expect(gateway.lazy()).toEqual([]);

    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    expect(gateway.lazy()).toEqual([...WEB_SOCKETS].sort());
  });

  test('nothing of GraphiQL once its page has been sent, as a thread renders its nine megabytes', async () => {
    const gateway = await start();
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('YogaGraphiQL.renderYogaGraphiQL(');
    expect(gateway.lazy()).toEqual([]);
  });

  test('what is configured', async () => {
    const gateway = await start({ GATEWAY_RATE_PER_MINUTE: '10', GATEWAY_METRICS_PORT: '0' });
    expect(gateway.lazy()).toEqual([METRICS, RATE_LIMITS].sort());
  });
});

test('`npm start` keeps compiled code for the next start in a folder beside the packages, or where NODE_COMPILE_CACHE says', async () => {
  const other = await mkdtemp(join(tmpdir(), 'compiled-'));
  onTestFinished(() => rm(other, { recursive: true }));
  for (const [given, used] of [
    ['', 'node_modules/.cache/node-compile'],
    [other, other],
  ] as const) {
    const environment = { NODE_COMPILE_CACHE: given, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
    const program = run('src/start.js', ['--help'], environment);
    const { code, stderr } = await program.ended;
    expect(code).toBe(0);
    const [, folder] = /resolved path \S+ \+ \S+ -> (\S+)/.exec(stderr) ?? [];
    expect(folder).toContain(`${used}/v`);
    expect(stderr.match(/StrippedTypeScript file:\S+src\/main\.ts/g)?.length).toBeGreaterThan(0);
  }
});
