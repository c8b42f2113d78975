import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import {
  ageOf,
  type ListRecord,
  MAX_REST_MS,
  type SourceRecord,
  skipsTurn,
  sourceRecord,
  stateOf,
} from '../../../src/live/reconciler/source-record.ts';

const location = { accountId: '123456789012', region: 'eu-west-1' };
const metadata = { service: 'APPSTREAM', location, label: 'AppStream eu-west-1 stack A / fleet a' } as const;

function recordWith(...lists: Partial<ListRecord>[]): SourceRecord {
  const node = { key: 'a', children: async () => [] };
  const record = sourceRecord(['APPSTREAM', 'a'], 'appstream', { node, metadata }, 1_000);
  for (const [index, list] of lists.entries())
    record.lists.set(String(index), { emptyScans: 0, skipped: 0, scannedAt: 500, scannedTick: 500, ...list });
  return record;
}

const RESTING = { emptyScans: 5 } as const;
const times = { now: 1_000, wall: 100_000, maxAgeMs: 600, dueInMs: 250 };

describe('The state of a source', () => {
  test('names its last complete scan and the next one', () => {
    expect(stateOf(recordWith({ scannedAt: 99_500 }), times)).toEqual({
      ...metadata,
      id: '["APPSTREAM","a"]',
      status: 'UP_TO_DATE',
      asOf: 99_500,
      nextReadAt: 100_250,
      callsPerScan: null,
      error: null,
    });
  });

  test('has no next read where none is planned', () => {
    expect(stateOf(recordWith({}), { ...times, dueInMs: null }).nextReadAt).toBeNull();
  });

  test.each([
    [600, 'UP_TO_DATE'],
    [599, 'UP_TO_DATE'],
    [601, 'STALE'],
  ])('after %i ms is %s where the maximum age is 600 ms', (age, status) => {
    expect(stateOf(recordWith({ scannedTick: times.now - age }), times).status).toBe(status);
  });

  test('is that of its oldest list', () => {
    const record = recordWith({ scannedTick: 900, scannedAt: 9 }, { scannedTick: 200, scannedAt: 2 });
    expect(stateOf(record, times)).toMatchObject({ status: 'STALE', asOf: 2 });
    expect(ageOf(record, times.now)).toBe(800);
  });

  test('is SYNCING before its first scan, and until each of its lists was read once', () => {
    expect(stateOf(recordWith(), times)).toMatchObject({ status: 'SYNCING', asOf: null });
    expect(stateOf(recordWith({}, { scannedAt: null, scannedTick: -Infinity }), times).status).toBe('SYNCING');
    expect(ageOf(recordWith(), times.now)).toBeNull();
  });

  test('is FAILED with the error of the last scan, also where it was complete before', () => {
    const record = recordWith({});
    record.error = new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });
    expect(stateOf(record, times)).toMatchObject({
      status: 'FAILED',
      asOf: 500,
      error: { code: 'UPSTREAM_ACCESS_DENIED', message: 'Denied.' },
    });
  });

  test('is that of an earlier process before the first scan of this one', () => {
    const record = recordWith();
    record.restored = { at: 77, tick: 700 };
    expect(stateOf(record, times)).toMatchObject({ status: 'UP_TO_DATE', asOf: 77 });
    expect(stateOf(record, { ...times, now: 1_301 }).status).toBe('STALE');
    record.lists.set('0', { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
    expect(stateOf(record, times).asOf).toBe(77);
  });

  test('does not count lists that rest, unless all do, whose age may then be longer', () => {
    const old = { ...RESTING, scannedTick: times.now - 100_000, scannedAt: 1 };
    expect(stateOf(recordWith({}, old), times)).toMatchObject({ status: 'UP_TO_DATE', asOf: 500 });
    expect(stateOf(recordWith(old, old), times)).toMatchObject({ status: 'UP_TO_DATE', asOf: 1 });
    const older = { ...RESTING, scannedTick: times.now - MAX_REST_MS - 601 };
    expect(stateOf(recordWith(older, older), times).status).toBe('STALE');
  });
});

describe('A list of several that was empty five times', () => {
  const turn = (list: Partial<ListRecord>, overrides: Partial<SourceRecord> = {}, now = 1_000) => {
    const record = Object.assign(recordWith(list, {}), overrides);
    return skipsTurn(record, record.lists.get('0') as ListRecord, now);
  };

  test('is read every tenth turn', () => {
    const turns = Array.from({ length: 10 }, (_, skipped) => turn({ ...RESTING, skipped }));
    expect(turns).toEqual([true, true, true, true, true, true, true, true, true, false]);
  });

  test('is read after ten minutes at the latest', () => {
    expect(turn(RESTING, {}, 500 + MAX_REST_MS - 1)).toBe(true);
    expect(turn(RESTING, {}, 500 + MAX_REST_MS)).toBe(false);
  });

  test('is read in a scan of all lists', () => {
    expect(turn(RESTING, { readsAll: true })).toBe(false);
  });

  test('does not rest after four empty scans, nor as the only list of its source', () => {
    expect(turn({ emptyScans: 4 })).toBe(false);
    const only = recordWith(RESTING);
    expect(skipsTurn(only, only.lists.get('0') as ListRecord, 1_000)).toBe(false);
  });
});

test('A source is never older than the oldest of its lists, and never newer than the newest', () => {
  const list = fc.record({ emptyScans: fc.nat(7), tick: fc.nat(1_000) });
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 5 }), (told) => {
      const record = recordWith(
        ...told.map(({ emptyScans, tick }) => ({ emptyScans, scannedTick: tick, scannedAt: tick })),
      );
      const age = ageOf(record, 1_000) as number;
      const ages = told.map(({ tick }) => 1_000 - tick);
      const active = told.length === 1 ? told : told.filter(({ emptyScans }) => emptyScans < 5);
      expect(age).toBe(Math.max(...(active.length > 0 ? active.map(({ tick }) => 1_000 - tick) : ages)));
    }),
    { numRuns: 200 },
  );
});
