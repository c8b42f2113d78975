import { onTestFinished } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/emulator.ts';
import { createPipeline } from '../../src/aws/pipeline/pipeline.ts';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { cacheLimits } from '../../src/config/cache.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { LiveClock } from '../../src/live/live-clock.ts';
import type { LiveSession } from '../../src/live/live-session.ts';
import { createLive } from '../../src/live/live-sessions/create-live.ts';
import type { Live } from '../../src/live/live-sessions/live.ts';
import { createLog } from '../../src/log/log.ts';
import { nodeIdOf } from '../../src/schema/sessions/session-node.ts';
import '../../src/schema/schema.ts';
import { loadServices } from '../../src/services/load-services.ts';
import { createServices, type RequestServices, type Services } from '../../src/services/services.ts';
import { PROVIDERS } from '../../src/sessions/providers.ts';
import { sessionSources } from '../../src/sessions/sources.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { mirror } from './live-changes.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';
import { testRegion } from './world.ts';

/**
 * The virtual time of a test, as the time of day.
 *
 * @param speed how many times faster than virtual time the time of day passes
 */
export function liveClock(clock: VirtualClock, startedAt = Date.parse('2026-11-02T09:00:00Z'), speed = 1): LiveClock {
  return { ...clock, wall: () => startedAt + clock.now() * speed };
}

export interface TestLive {
  readonly emulator: Emulator;
  readonly live: Live;
  readonly services: Services;
  /** Sessions of the live index by id: what the changes so far add up to. */
  readonly sessions: ReadonlyMap<string, LiveSession>;
  /** The log's records so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly clock: LiveClock;
  readonly virtual: VirtualClock;
  /** Ends it as a process ends that is shut down; the emulator goes on. */
  close(): Promise<void>;
  /** Services of one request of a client, with the pipeline of the scans. */
  request(): RequestServices;
  /** Lets virtual time pass, in steps, after each of which AWS answers all calls. @param stepMs of a tenth of a second by default */
  pass(milliseconds: number, stepMs?: number): Promise<void>;
  /** Lets virtual time pass until something is true, and real time, too: retries of the pipeline wait in it. */
  until(isTrue: () => boolean, stepMs?: number): Promise<void>;
  /** Lets virtual time pass without waiting for calls in flight, which take real time. */
  passUnanswered(milliseconds: number): Promise<void>;
  /** Lets virtual time pass from event to event, after each of which AWS answers all calls: a call takes no time. */
  passEvents(milliseconds: number): Promise<void>;
  /** Somebody looks, and goes on at once. */
  look(): void;
}

/** Loads the clients and identifies the accounts, which happens in real time, and outside the pipeline. */
async function warmUp(services: Services): Promise<void> {
  const locations = services.forRequest(requestCalls(60_000)).locations();
  for (const node of await sessionSources(locations, locations, { includeHistory: false }).children()) {
    if ('children' in node) await node.children();
  }
}

export interface TestLiveOptions extends EmulatorOptions {
  readonly mode?: 'always' | 'demand';
  readonly callsPerSecond?: number;
  readonly maxAgeMs?: number;
  readonly accountIds?: readonly string[];
  /** Of memory by default; closed with the test. */
  readonly store?: Store;
  /** Emulator of other live sessions, whose virtual time is its own; closed by them. */
  readonly emulator?: Emulator;
  /** Live sessions that were closed before, as those of an earlier process: over the same emulator, in the same time. */
  readonly after?: TestLive;
  /** Time of day at which virtual time begins. Milliseconds since the epoch; a day of 2026 by default. */
  readonly startedAt?: number;
  /** Factor by which the time of day passes faster than virtual time: scans are that much rarer. 1 by default. */
  readonly speed?: number;
  /** Variables: `GATEWAY_SERVICES`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Live sessions over an emulator. Scans, intervals and the budget run in virtual time; the wire is real. */
export async function startLive(options: TestLiveOptions = {}): Promise<TestLive> {
  const { mode = 'always', callsPerSecond = 1_000, maxAgeMs = 60_000, accountIds = ['123456789012'] } = options;
  const virtual = options.after?.virtual ?? virtualClock();
  const clock = options.after?.clock ?? liveClock(virtual, options.startedAt, options.speed);
  const emulator =
    options.after?.emulator ?? options.emulator ?? (await startEmulator({ clock: { now: clock.wall }, ...options }));
  const config = parseConfig(options.environment ?? {});
  const pipeline = createPipeline(cacheLimits(config));
  const records: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => void records.push(JSON.parse(line) as Record<string, unknown>) });
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' };
  const aws = { endpoint: emulator.endpoint, credentials };
  const accounts = accountIds.map((accountId) => ({ accountId, regions: [testRegion] }));
  const loaded = await loadServices(PROVIDERS, ({ service }) => config.services.includes(service));
  const services = createServices(loaded, aws, accounts, pipeline, config);
  const store = options.store ?? (await openStore({ kind: 'memory' }, log));
  const live = await createLive({
    store,
    onWritten: pipeline.invalidate,
    services,
    idOf: nodeIdOf,
    userNameOf: (userId) => userId,
    snapshot: pipeline.snapshot,
    log,
    mode,
    callsPerSecond,
    maxAgeMs,
    clock,
  });
  pipeline.onWritten(live.written);
  let isClosed = false;
  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await live.close();
    await store.close();
    services.close();
  }
  onTestFinished(async () => {
    await close();
    await emulator.close();
  });

  await warmUp(services);
  emulator.clearCalls();

  const inFlight = () =>
    pipeline.snapshot().partitions.reduce((sum, { limiter }) => sum + limiter.inFlight + limiter.waiting, 0);

  /** Resolves when no call is in flight, and none follows from those that were answered. */
  async function answered(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet = inFlight() === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await live.recorder.settled();
    }
  }

  async function pass(milliseconds: number, stepMs = 100): Promise<void> {
    const until = virtual.now() + milliseconds;
    await answered();
    while (virtual.now() < until) {
      await virtual.run(Math.min(until, virtual.now() + stepMs));
      await answered();
    }
  }

  return {
    emulator,
    virtual,
    close,
    live,
    services,
    sessions: mirror(live.changes),
    log: records,
    clock,
    request: () => services.forRequest(requestCalls(60_000)),
    pass,
    async until(isTrue, stepMs = 1_000) {
      while (!isTrue()) {
        await pass(stepMs, stepMs);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async passEvents(milliseconds) {
      const until = virtual.now() + milliseconds;
      await answered();
      while (virtual.now() < until) {
        await virtual.run(Math.min(until, virtual.nextAt));
        await answered();
      }
    },
    passUnanswered: (milliseconds) => virtual.run(virtual.now() + milliseconds),
    look: () => void live.look({ endsAt: Infinity, signal: new AbortController().signal }),
  };
}
