import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { endedImport } from '../../../src/live/history/ended-import.ts';
import { createLog } from '../../../src/log/log.ts';
import type { PageSource } from '../../../src/paging/page-source.ts';
import type { LocationServices } from '../../../src/services/aws-service.ts';
import type { ReadableLocation } from '../../../src/services/services.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { liveClock } from '../../support/live.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-02T12:00:00Z');
const location = { accountId: '123456789012', region: 'eu-west-1' };
const MINUTES = 60_000;

/** AWS's shape of a session that started so many hours before noon, and took half an hour. */
const session = (number: number, hoursAgo: number, Status = 'Terminated') => ({
  location,
  SessionId: `alice-${number}`,
  Owner: 'arn:aws:sts::123456789012:assumed-role/Ops/alice',
  Status,
  StartDate: new Date(NOON - hoursAgo * HOUR),
  ...(Status === 'Terminated' && { EndDate: new Date(NOON - hoursAgo * HOUR + HOUR / 2) }),
});

/** An import over a list of pages that a test changes. */
async function importWorld({ isReader = (_key: string): boolean => true, maxAgeMs = 90 * 24 * HOUR } = {}) {
  const virtual = virtualClock();
  const clock = liveClock(virtual, NOON);
  const connection = await historyDatabase();
  const state = { pages: [] as object[][], error: null as Error | null };
  const read: (string | null)[] = [];
  const outcomes: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const source: PageSource<object> = {
    id: 'history',
    async listPage(token) {
      read.push(token);
      if (state.error) throw state.error;
      const at = Number(token ?? 0);
      return { items: state.pages[at] ?? [], nextToken: at + 1 < state.pages.length ? String(at + 1) : null };
    },
  };
  const services = { location, ssm: { sessions: () => source } } as unknown as LocationServices;
  const readable: ReadableLocation = {
    ...location,
    key: 'default/eu-west-1',
    has: (service) => service === 'ssm',
    services: async () => services,
  };
  const imported = endedImport({
    locations: () => [readable],
    isReader,
    connection,
    idOf: ({ view }) => `id ${view.sessionId}`,
    userNameOf: () => 'alice',
    clock,
    log: createLog('debug', { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    onImported: (outcome) => void outcomes.push(outcome),
    maxAgeMs,
  });
  return {
    state,
    read,
    outcomes,
    lines,
    imported,
    ids: async () => (await connection.all('select id from session order by id')).map(({ id }) => id),
    /** Waits as a request does that has ten seconds. */
    recent: () => imported.recent({ endsAt: performance.now() + 10_000, signal: new AbortController().signal }),
    pass: (milliseconds: number) => virtual.run(virtual.now() + milliseconds),
  };
}

describe('Ended sessions that AWS lists', () => {
  test('are imported from the first page to the last, those that are over', async () => {
    const world = await importWorld();
    world.state.pages = [[session(1, 1), session(2, 2, 'Terminating')], [session(3, 30)]];
    await world.recent();
    expect(await world.ids()).toEqual(['id alice-1', 'id alice-3']);
    expect([world.read, world.outcomes]).toEqual([[null, '1'], ['complete']]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ msg: 'imported ended sessions', list: 'SSM default/eu-west-1', added: 2, refined: 0 }),
    );
  });

  test('are imported once in five minutes, however many readers there are', async () => {
    const world = await importWorld();
    world.state.pages = [[session(1, 1)]];
    await Promise.all([world.recent(), world.recent()]);
    await world.pass(5 * MINUTES - 1);
    await world.recent();
    expect(world.read).toHaveLength(1);
    world.state.pages = [[session(4, 0.6), session(1, 1)]];
    await world.pass(1);
    await world.recent();
    await world.pass(0);
    await expect.poll(() => world.outcomes).toEqual(['complete', 'complete']);
    expect(await world.ids()).toEqual(['id alice-1', 'id alice-4']);
  });

  test('are read up to a page of which all are known, and old enough that none of the next can be new', async () => {
    const world = await importWorld();
    world.state.pages = [[session(1, 1)], [session(2, 20)], [session(3, 26)], [session(4, 40)]];
    await world.recent();
    expect(world.read).toEqual([null, '1', '2', '3']);
    await world.pass(5 * MINUTES);
    await world.recent();
    await expect.poll(() => world.outcomes).toHaveLength(2);
    // The third page began more than 25 hours before the last import: what started earlier had ended by then.
    expect(world.read.slice(4)).toEqual([null, '1', '2']);
  });

  test('are not imported where they ended too long ago', async () => {
    const world = await importWorld({ maxAgeMs: 24 * HOUR });
    world.state.pages = [[session(1, 24), session(2, 25)]];
    await world.recent();
    expect(await world.ids()).toEqual(['id alice-1']);
  });

  test('are left to another process that reads their service and location', async () => {
    const world = await importWorld({ isReader: () => false });
    world.imported.start();
    await world.pass(60 * MINUTES);
    expect([world.read, world.outcomes]).toEqual([[], []]);
    await world.imported.close();
  });

  test('are imported at the start and every five minutes', async () => {
    const world = await importWorld();
    world.state.pages = [[session(1, 1)]];
    world.imported.start();
    for (const imports of [1, 2, 3]) {
      await expect.poll(() => world.outcomes).toHaveLength(imports);
      await world.pass(5 * MINUTES);
    }
    await world.imported.close();
    const { length } = world.read;
    await world.pass(60 * MINUTES);
    expect(world.read).toHaveLength(length);
  });
});

describe('An import that fails', () => {
  test.each([
    [new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false }), 'UPSTREAM_ACCESS_DENIED', false],
    [new StoreError('away', 'ECONNREFUSED'), 'ECONNREFUSED', false],
    [new TypeError('A bug.'), 'INTERNAL', true],
  ])('with %s rejects no reader, and is logged', async (error, code, hasStack) => {
    const world = await importWorld();
    world.state.error = error;
    await expect(world.recent()).resolves.toBeUndefined();
    expect(world.outcomes).toEqual(['failed']);
    const line = world.lines.find(({ msg }) => msg === 'cannot import ended sessions now');
    expect(line?.code).toBe(code);
    expect(line?.err !== undefined).toBe(hasStack);
  });

  test('is made up for by the next one, whose pages are all read', async () => {
    const world = await importWorld();
    world.state.pages = [[session(1, 1)], [session(2, 40)]];
    world.state.error = new GatewayError('UPSTREAM_THROTTLED', 'Slow.', { retryable: true });
    await world.recent();
    world.state.error = null;
    await world.pass(5 * MINUTES);
    await world.recent();
    expect(await world.ids()).toEqual(['id alice-1', 'id alice-2']);
  });
});

test('A reader that has left, and a process that closes, import nothing', async () => {
  const world = await importWorld();
  world.state.pages = [[session(1, 1)]];
  await world.imported.recent({ endsAt: performance.now() + 10_000, signal: AbortSignal.abort() });
  await world.imported.close();
  await world.recent();
  expect(world.read).toEqual([]);
});
