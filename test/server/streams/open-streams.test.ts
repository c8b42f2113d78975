import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { createLog } from '../../../src/log/log.ts';
import { type OpenStreams, openStreams } from '../../../src/server/streams/open-streams.ts';
import { type RecordingSink, recordingSink } from '../../support/recording-sink.ts';

const IDLE = { attach: () => ({ resume() {}, detach() {} }), cancel() {} };
const log = createLog('silent');

let rejected: Map<string, Error>;
let verified: (string | undefined)[];
let streams: OpenStreams;

function open(limits = { maxStreams: 5, maxStreamsPerCaller: 3 }): OpenStreams {
  return openStreams({
    ...limits,
    log,
    maskError: (error) => error as Error,
    authenticator: {
      async callerOf(authorization) {
        verified.push(authorization);
        const error = rejected.get(authorization ?? '');
        if (error) throw error;
        return { name: 'alice', scopes: new Set() } as never;
      },
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  [rejected, verified] = [new Map(), []];
  streams = open();
});
afterEach(() => void vi.useRealTimers());

function run(authorization?: string, on = streams): RecordingSink {
  const sink = recordingSink();
  const record = { requestId: undefined, operation: null, caller: null, address: null };
  on.run({ source: IDLE, sink, authorization, record, release: on.reserve('alice') });
  return sink;
}

describe('The number of subscriptions', () => {
  const codeOf = (reserve: () => unknown) => {
    try {
      reserve();
      return null;
    } catch (error) {
      return (error as GatewayError).code;
    }
  };

  test('is limited per caller and for the process, and a release makes room once', () => {
    const releases = ['a', 'a', 'a'].map((caller) => streams.reserve(caller));
    expect(codeOf(() => streams.reserve('a'))).toBe('TOO_MANY_STREAMS');
    streams.reserve('b');
    streams.reserve('b');
    expect(codeOf(() => streams.reserve('b'))).toBe('TOO_MANY_STREAMS');
    releases[0]?.();
    releases[0]?.();
    streams.reserve('b');
    expect(codeOf(() => streams.reserve('c'))).toBe('TOO_MANY_STREAMS');
    releases[1]?.();
    expect(codeOf(() => streams.reserve('b'))).toBe('TOO_MANY_STREAMS');
    streams.reserve('c');
  });

  test('says the limit, and when to try again', () => {
    const few = open({ maxStreams: 1, maxStreamsPerCaller: 1 });
    few.reserve('a');
    expect(() => few.reserve('b')).toThrow(
      '1 subscriptions are open in this process, which is the limit: retry in 5 s.',
    );
  });

  test('falls when a stream ends by itself', () => {
    const sinks = [run(), run(), run()];
    expect(streams.size).toBe(3);
    sinks[0]?.close();
    expect(streams.size).toBe(2);
    run();
    expect(streams.size).toBe(3);
  });
});

describe('Tokens of open streams', () => {
  test('are verified every 2.5 s, equal ones once', async () => {
    for (const token of ['one', 'one', 'other']) run(token);
    await vi.advanceTimersByTimeAsync(2_400);
    expect(verified).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(verified).toEqual(['one', 'other']);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(verified).toHaveLength(4);
  });

  test('that are no longer valid end their streams, and no others', async () => {
    const [expired, valid] = [[run('one'), run('one')], run('other')];
    rejected.set('one', new GatewayError('UNAUTHENTICATED', 'The token has expired.'));
    await vi.advanceTimersByTimeAsync(2_500);
    for (const sink of expired) expect(sink.sent.join()).toMatch(/^fail true .*UNAUTHENTICATED/);
    expect([valid.sent, streams.size]).toEqual([[], 1]);
  });

  test('are taken as valid while the signing keys cannot be read', async () => {
    const sinks = [run('one'), run('other')];
    rejected.set('one', new GatewayError('UPSTREAM_UNAVAILABLE', 'The keys cannot be read.'));
    rejected.set('other', new Error('a defect'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([sinks.map(({ sent }) => sent), streams.size]).toEqual([[[], []], 2]);
  });

  test('are not verified once no stream is open', async () => {
    run('one').close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([verified, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

test('Idle streams are kept alive every 12 s', async () => {
  const sink = run();
  await vi.advanceTimersByTimeAsync(36_000);
  expect(sink.sent).toEqual(['ping', 'ping', 'ping']);
});

describe('Draining', () => {
  // Its pauses are real ones.
  beforeEach(() => void vi.useRealTimers());

  test('breaks all streams', async () => {
    const many = open({ maxStreams: 9, maxStreamsPerCaller: 9 });
    const sinks = Array.from({ length: 9 }, () => run(undefined, many));
    await many.drain(90);
    expect(sinks.map(({ sent }) => sent)).toEqual(Array(9).fill(['break']));
    expect(many.size).toBe(0);
  });

  test('of no time breaks all at once', async () => {
    const sinks = [run(), run()];
    await streams.drain(0);
    expect(sinks.map(({ sent }) => sent)).toEqual([['break'], ['break']]);
  });

  test('breaks streams that were opened meanwhile, and connections without one, at its end', async () => {
    run();
    const closed: string[] = [];
    streams.addConnection({ break: () => void closed.push('idle') });
    streams.addConnection({ break: () => void closed.push('gone') })();
    const drained = streams.drain(50);
    const late = run();
    expect([late.sent, closed]).toEqual([[], []]);
    await drained;
    expect([late.sent, closed]).toEqual([['break'], ['idle']]);
  });
});
