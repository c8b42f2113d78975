import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsOf, USAGE_INTERVALS } from '../../../src/store/history/usage/buckets.ts';
import { selectSums } from '../../../src/store/history/usage/hour-sums.ts';
import type { UsageDimension } from '../../../src/store/history/usage/usage-query.ts';
import type { SqlRow } from '../../../src/store/sql.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { HOUR, insert, WEEK } from '../../support/history-records.ts';

const SERVICES = ['APPSTREAM', 'SSM', 'WORKSPACES'] as const;
const RESOURCES = ['one', 'two'];
const COLUMNS = { SERVICE: 'service', ACCOUNT: 'account_id', REGION: 'region', RESOURCE: 'resource' } as const;
const DIMENSIONS = ['SERVICE', 'ACCOUNT', 'REGION', 'RESOURCE'] as const satisfies readonly UsageDimension[];

interface Sum {
  readonly hour: number;
  readonly service: string;
  readonly account_id: string;
  readonly region: string;
  readonly resource: string;
  readonly sessions_started: number;
  readonly session_ms: number;
  readonly connected_ms: number;
  readonly peak_concurrent: number;
  readonly peak_connected: number;
  readonly distinct_users: number;
}

const few = fc.nat(9);
const sums: fc.Arbitrary<readonly Sum[]> = fc.uniqueArray(
  fc.record({
    hour: fc.nat(60).map((hours) => WEEK + hours * HOUR),
    service: fc.constantFrom(...SERVICES),
    account_id: fc.constantFrom('1', '2'),
    region: fc.constantFrom('r', 's'),
    resource: fc.constantFrom(...RESOURCES, ''),
    ...{ sessions_started: few, session_ms: few, connected_ms: few, peak_concurrent: few, peak_connected: few },
    distinct_users: few,
  }),
  { selector: (sum) => JSON.stringify(Object.values(sum).slice(0, 5)), maxLength: 40 },
);

const some = <Value>(...values: readonly Value[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const filters = fc.record({
  from: fc.integer({ min: -3 * 60, max: 70 * 60 }).map((minutes) => WEEK + minutes * 60_000),
  length: fc.integer({ min: 1, max: 70 * 60 }).map((minutes) => minutes * 60_000),
  services: some(...SERVICES),
  accountIds: some('1', '2'),
  regions: some('r', 's'),
  fleetNames: fc.option(fc.subarray(RESOURCES, { minLength: 1 }), { nil: undefined, freq: 1 }),
  targets: fc.option(fc.subarray(RESOURCES, { minLength: 1 }), { nil: undefined, freq: 1 }),
});

const total = (rows: readonly Sum[], name: 'sessions_started' | 'session_ms' | 'connected_ms') =>
  rows.reduce((sum, row) => sum + row[name], 0);

/** Greatest sum of one hour: peaks of several resources in an hour are added up, those of hours are not. */
function peak(rows: readonly Sum[], name: 'peak_concurrent' | 'peak_connected'): number {
  const hours = [...Map.groupBy(rows, ({ hour }) => hour).values()];
  return Math.max(...hours.map((own) => own.reduce((sum, row) => sum + row[name], 0)));
}

describe('Sums of old hours', () => {
  test('per series and bucket are those of the rows in them, added up by hand', async () => {
    const queries = fc.tuple(filters, fc.constantFrom(...USAGE_INTERVALS), fc.subarray([...DIMENSIONS]));
    await fc.assert(
      fc.asyncProperty(sums, queries, async (rows, [{ from, length, ...conditions }, interval, by]) => {
        const connection = await historyDatabase();
        await insert(
          connection,
          'usage_hour',
          rows.map((row): SqlRow => ({ ...row, observed_ms: 0 })),
        );
        const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
        const filter = { from, to: from + length, ...given };
        const buckets = bucketsOf(filter.from, filter.to, interval);
        const read = await selectSums(connection, { filter, interval, by }, buckets);

        const { services, accountIds, regions, fleetNames, targets } = conditions;
        const there = rows.filter(
          ({ hour, service, account_id, region, resource }) =>
            // The hour of the begin of the window counts as a whole.
            hour + HOUR > from &&
            hour < filter.to &&
            (services?.includes(service as never) ?? true) &&
            (accountIds?.includes(account_id) ?? true) &&
            (regions?.includes(region) ?? true) &&
            (fleetNames ? service === 'APPSTREAM' && fleetNames.includes(resource) : true) &&
            (targets ? service === 'SSM' && targets.includes(resource) : true),
        );
        const bucketOf = ({ hour }: Sum) => buckets.begins.findLastIndex((begin) => begin <= Math.max(hour, from));
        const keyOf = (row: Sum) => by.map((dimension) => row[COLUMNS[dimension]]);
        const groups = [...Map.groupBy(there, (row) => JSON.stringify([...keyOf(row), bucketOf(row)])).values()];
        const expected = groups.map((own) => ({
          key: keyOf(own[0] as Sum),
          bucket: bucketOf(own[0] as Sum),
          started: total(own, 'sessions_started'),
          session_ms: total(own, 'session_ms'),
          connected_ms: total(own, 'connected_ms'),
          peak_concurrent: peak(own, 'peak_concurrent'),
          peak_connected: peak(own, 'peak_connected'),
          users: own.length === 1 ? (own[0]?.distinct_users ?? null) : null,
        }));
        const shown = read.map(({ service: _s, account_id: _a, region: _r, resource: _n, ...row }, at) => ({
          key: by.map((dimension) => read[at]?.[COLUMNS[dimension]]),
          ...row,
        }));
        const order = (one: { key: unknown; bucket?: unknown }) => JSON.stringify([one.key, one.bucket]);
        const byOrder = (one: { key: unknown }, other: { key: unknown }) => (order(one) < order(other) ? -1 : 1);
        expect(shown.sort(byOrder)).toEqual(expected.sort(byOrder));
      }),
      { numRuns: 200 },
    );
  });
});
