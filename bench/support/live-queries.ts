import type { LiveFilter } from '../../src/live/index/live-filter.ts';
import type { LiveIndex } from '../../src/live/index/live-index.ts';
import { type LiveOrder, ORDER_FIELDS } from '../../src/live/index/live-order.ts';
import type { LiveSession } from '../../src/live/live-session.ts';

/** Query of a dashboard: a page, the total and two facets. */
export interface Dashboard {
  readonly filter: LiveFilter;
  readonly order: readonly LiveOrder[];
}

const PAGE = 50;

const FILTERS: readonly LiveFilter[] = [
  {},
  { statuses: ['CONNECTED'] },
  { statuses: ['DISCONNECTED'], services: ['APPSTREAM'] },
  { regions: ['eu-west-1'], statuses: ['CONNECTED'] },
  { fleetNames: ['Fleet-7', 'Fleet-8'] },
  { startedAfter: Date.UTC(2026, 10, 1, 12) },
  { statusBefore: Date.UTC(2026, 10, 1, 6), statuses: ['DISCONNECTED'] },
  { accountIds: ['111111111111'] },
];

const SEARCHES = ['user-123', 'anna', 'fleet-1', 'i-0000000000000ff', 'zzz', 'emma.user-2'];

/** Creates different dashboards: filters with each order, one in eight with a search. */
export function differentDashboards(count: number): readonly Dashboard[] {
  return Array.from({ length: count }, (_, index) => ({
    filter: {
      ...FILTERS[index % FILTERS.length],
      ...(index % 8 === 7 && { search: SEARCHES[index % SEARCHES.length] }),
    },
    order: [
      {
        field: ORDER_FIELDS[Math.floor(index / FILTERS.length) % ORDER_FIELDS.length] ?? 'STARTED_AT',
        direction: index % 2 === 0 ? 'DESC' : 'ASC',
      },
    ],
  }));
}

export const SEARCHING: readonly Dashboard[] = SEARCHES.map((search) => ({
  filter: { search },
  order: [{ field: 'STARTED_AT', direction: 'DESC' }],
}));

export async function readDashboard(index: LiveIndex, { filter, order }: Dashboard): Promise<void> {
  await index.page({ filter, order, limit: PAGE, isBackward: false, from: null });
  await index.count(filter);
  await index.facet(filter, 'STATUS', 20);
  await index.facet(filter, 'RESOURCE', 20);
}

/** Answers the default dashboard from an array of sessions, as one would write it first. */
export function readByHand(sessions: readonly LiveSession[]): object {
  const matching = sessions.filter(({ view }) => view.status === 'CONNECTED');
  const counts = (textOf: (session: LiveSession) => string) =>
    matching.reduce((sums, session) => {
      const value = textOf(session);
      return sums.set(value, (sums.get(value) ?? 0) + 1);
    }, new Map<string, number>());
  const startOf = ({ view }: LiveSession) => view.startedAt?.getTime() ?? 0;
  return {
    page: matching.toSorted((one, other) => startOf(other) - startOf(one)).slice(0, PAGE),
    facets: [counts(({ view }) => view.status), counts(({ view }) => view.instanceId ?? '')],
  };
}
