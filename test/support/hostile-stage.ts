import { onTestFinished } from 'vitest';
import type { Attack } from '../../bench/hostile/attack.ts';
import type { Stage } from '../../bench/hostile/stage.ts';
import { startChild } from '../../bench/support/child.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { parseOptions } from '../../emulator/options.ts';
import { systemClock } from '../../emulator/world/clock.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import type { Caller } from '../../src/schema/access/access.ts';
import { listen } from '../../src/server/http/listen.ts';
import { startGateway } from './gateway.ts';

const READER: Caller = { name: 'reader', user: null, scopes: new Set(['sessions:read', 'fleets:read']) };
const CALLERS: Readonly<Record<string, Caller>> = {
  reader: READER,
  other: { ...READER, name: 'other' },
  stranger: { name: 'stranger', user: null, scopes: new Set() },
};

/** Sets the stage for an attack of `npm run hostile` in this process, where its work can be counted. */
export async function startHostileStage({ world: size = [], trouble }: Attack): Promise<Stage> {
  const options = parseOptions(['--still', ...size]);
  if (options === 'help') throw new Error('no options');
  const world = createWorld();
  seedWorld(world, { ...options, clock: systemClock });
  const aws = await startEmulator({ world, accountId: options.accountId });
  const upstream = trouble && (await startChild('bench/hostile/upstream.ts', [aws.endpoint, JSON.stringify(trouble)]));
  const gateway = await startGateway({
    endpoint: upstream?.url ?? aws.endpoint,
    authenticator: () => ({
      callerOf: (authorization) => CALLERS[authorization?.slice('Bearer '.length) ?? ''] ?? READER,
      ready: async () => {},
    }),
  });
  const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await listening.drain({ answerMs: 0 });
    await gateway.close();
    await upstream?.stop();
    await aws.close();
  });

  const outcomes = new Map<string, number>();
  const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  return {
    url: listening.url,
    pid: process.pid,
    issuer: { tokens: { stranger: 'stranger', reader: 'reader', other: 'other' } } as Stage['issuer'],
    outcomes,
    count,
    async ask(query, { variables, as = 'reader', signal, more } = {}) {
      const response = await fetch(`${listening.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${as}` },
        body: JSON.stringify({ query, variables, ...more }),
        ...(signal && { signal }),
      });
      const text = await response.text();
      count(/"code":"(\w+)"/.exec(text)?.[1] ?? (response.status === 200 ? 'ok' : `HTTP ${response.status}`));
      return { status: response.status, text };
    },
    calls: async () => aws.calls.length,
    logLines: () => gateway.log.map((record) => JSON.stringify(record)),
    ended: () => undefined,
    stop: async () => {},
  };
}
