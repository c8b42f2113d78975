import fc from 'fast-check';
import type { RecordFilter } from '../../src/store/history/records/record-filter.ts';
import { RECORD_ORDER_FIELDS, type RecordOrder } from '../../src/store/history/records/record-order.ts';
import { END_REASONS } from '../../src/store/history/records/session-record.ts';
import { HOUR, NOW, times, VALUES } from './history-records.ts';

const some = <Value>(...values: readonly Value[]) => fc.option(fc.subarray([...values]), { nil: undefined, freq: 2 });

/** Times of the sessions, and some at which nothing has been there yet. */
const bounds = fc.oneof({ weight: 6, arbitrary: times }, fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + HOUR));

/** Random filters, some of which no record matches. */
export const filters: fc.Arbitrary<RecordFilter> = fc
  .record({
    bounds: fc.tuple(bounds, bounds),
    services: some('APPSTREAM', 'SSM', 'WORKSPACES'),
    onlyUser: fc.option(fc.constantFrom(...VALUES.users, null), { nil: undefined, freq: 1 }),
    userName: fc.option(fc.constantFrom(...VALUES.users, 'a\0'), { nil: undefined, freq: 1 }),
    userNamePrefix: fc.option(fc.constantFrom('', 'a', 'ann', 'ann\u{10FFFF}', '\uD7FF', '\uD800'), { nil: undefined }),
    fleetNames: some(...VALUES.fleets),
    targets: fc.option(fc.subarray([...VALUES.fleets]), { nil: undefined, freq: 1 }),
    regions: some(...VALUES.regions),
    accountIds: some(...VALUES.accounts),
    endReasons: some(...END_REASONS),
    longerThanSeconds: fc.option(fc.constantFrom(0, 1_800, 7_200), { nil: undefined }),
  })
  .map(({ bounds: [one, other], ...conditions }) => {
    const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
    return { from: Math.min(one, other), to: Math.max(one, other), ...Object.fromEntries(given) } as RecordFilter;
  });

export const orders: fc.Arbitrary<RecordOrder[]> = fc.uniqueArray(
  fc.record({
    field: fc.constantFrom(...RECORD_ORDER_FIELDS),
    direction: fc.constantFrom('ASC' as const, 'DESC' as const),
  }),
  { minLength: 1, selector: ({ field }) => field },
);
