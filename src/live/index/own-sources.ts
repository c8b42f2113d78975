import type { CountedSource } from './live-sources.ts';

/** Worst first. */
const STATUSES = ['FAILED', 'SYNCING', 'STALE', 'UP_TO_DATE'] as const;

/**
 * Merges the sources of each service and location for self-scoped callers. Their number, times and calls would tell how many
 * fleets and pools there are, and how much other users do.
 *
 * @param labelOf returns the label of a source's service and location
 */
export function ownSources(
  sources: readonly CountedSource[],
  labelOf: (source: CountedSource) => string,
): readonly CountedSource[] {
  return [...Map.groupBy(sources, labelOf)].map(([label, group]) => {
    const [first] = group as [CountedSource];
    const times = group.map(({ asOf }) => asOf);
    return {
      ...first,
      id: label,
      label,
      // Until its credentials are known, a source does not have the account.
      location: group.find(({ location }) => location.accountId !== null)?.location ?? first.location,
      status: STATUSES.find((status) => group.some((source) => source.status === status)) ?? 'UP_TO_DATE',
      asOf: times.includes(null) ? null : Math.min(...times.filter((time) => time !== null)),
      error: group.find(({ error }) => error !== null)?.error ?? null,
      sessions: group.reduce((sum, { sessions }) => sum + sessions, 0),
      nextReadAt: null,
      callsPerScan: null,
    };
  });
}
