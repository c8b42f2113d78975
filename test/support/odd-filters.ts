import fc from 'fast-check';
import { oddText, oddValue } from './fuzz.ts';

/** Times as texts: of any year that has four digits, at any offset. */
export const anyTime = fc
  .tuple(
    fc.oneof(fc.constantFrom(0, 1, 50, 99, 1969, 1970, 2026, 2026, 9_999), fc.integer({ min: 0, max: 9_999 })),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.constantFrom('T00:00:00Z', 'T23:59:59.999Z', 'T00:00:00+23:59', 'T23:59:59-23:59', 'T12:30:00.123456789+05:30'),
  )
  .map(([year, month, day, time]) => {
    const digits = (part: number, length: number) => String(part).padStart(length, '0');
    return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}${time}`;
  });

/** Texts that a statement, a pattern or an encoding may trip over. */
export const TRAPS = [
  ...["' or 1=1 --", '%', '_', '"', '""', '*', 'a" OR "b', 'ALICE', '\u212aim', '\u{10ffff}'],
  ...['ali\0ce', '\0\0\0', 'ali\0', '\ud800ali', 'ali\udc00'],
];

/** Names of users, resources and places: those of a test's world, and odd ones. */
export function oddNames(...known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...known), oddText, fc.constantFrom(...TRAPS));
}

/** Lists of odd names; some are empty. */
export const lists = (...known: readonly string[]) => fc.array(oddNames(...known), { maxLength: 4 });

/** Members of an object at most, so that one that is rejected seldom hides another. */
const MOST = 2;

/** Objects with a few of the members, and all required ones; sometimes one of them, or the whole, is any value. */
function oddly(
  members: Record<string, fc.Arbitrary<unknown>>,
  required: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<unknown> {
  const objects = fc
    .subarray(Object.entries(members), { maxLength: MOST })
    .chain((chosen) => fc.record({ ...required, ...Object.fromEntries(chosen) }));
  const broken = fc
    .tuple(objects, fc.constantFrom(...Object.keys({ ...members, ...required })), oddValue)
    .map(([object, name, value]) => ({ ...object, [name]: value }));
  return fc.oneof(
    { weight: 8, arbitrary: objects },
    { weight: 2, arbitrary: broken },
    { weight: 1, arbitrary: oddValue },
  );
}

const services = fc.subarray(['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL']);
const resources = {
  fleetNames: lists('design'),
  stackNames: lists('Design'),
  poolIds: lists('wspool-aaaaaaaaa'),
  targets: lists('i-00000000000000001'),
};

/** Filters of live sessions. */
export const oddLiveFilter = oddly({
  ...resources,
  services,
  statuses: fc.subarray(['CONNECTED', 'DISCONNECTED', 'TERMINATED']),
  userName: oddNames('alice@example.com'),
  search: oddNames('ali', 'EXAMPLE'),
  startedAfter: anyTime,
  startedBefore: anyTime,
  statusBefore: anyTime,
  regions: fc.subarray(['eu-west-1']),
  accountIds: fc.subarray(['123456789012']),
  unverified: fc.boolean(),
});

const window = { from: anyTime, to: anyTime };
/** The members of a window in their order, so that most are windows. */
function inOrder(filter: unknown): unknown {
  const { from, to } = (filter ?? {}) as { from?: unknown; to?: unknown };
  const isReversed = typeof from === 'string' && typeof to === 'string' && from > to;
  return isReversed ? { ...(filter as object), from: to, to: from } : filter;
}
/** A day that begins at a time: within the longest window. */
function nearby(filter: unknown): unknown {
  const begin = Date.parse(String((filter as { from?: unknown } | null)?.from));
  if (Number.isNaN(begin) || begin > Date.UTC(9999, 0)) return filter;
  const end = new Date(begin + 36 * 3_600_000).toISOString();
  return end.startsWith('-') ? filter : { ...(filter as object), to: end };
}
const windowed = (filters: fc.Arbitrary<unknown>) =>
  fc.oneof(filters.map(nearby), filters.map(nearby), filters.map(inOrder), filters);

/** Filters of records. */
export const oddHistoryFilter = windowed(
  oddly(
    {
      ...resources,
      services,
      userName: oddNames('alice@example.com'),
      userNamePrefix: oddNames('ali'),
      regions: lists('eu-west-1'),
      accountIds: lists('123456789012'),
      endReasons: fc.subarray(['DISAPPEARED', 'EXPIRED']),
      longerThanSeconds: fc.constantFrom(-1, 0, 1, 3_600, 2_147_483_647, null),
    },
    window,
  ),
);

const { stackNames: _stacks, ...usageResources } = resources;
/** Filters of usage. */
export const oddUsageFilter = windowed(
  oddly(
    {
      ...usageResources,
      services,
      userName: oddNames('alice@example.com'),
      regions: lists('eu-west-1'),
      accountIds: lists('123456789012'),
    },
    window,
  ),
);
