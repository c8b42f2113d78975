import type { SqlConnection, SqlRow } from '../../sql.ts';
import { raw, type Sql, sql, toStatement } from '../../sql-text.ts';
import type { Timestamp } from '../records/session-record.ts';

/** Service and location whose sources are scanned together. */
export interface ObservedPlace {
  readonly service: string;
  readonly accountId: string | null;
  readonly region: string;
}

/** Observed share of a window in one place. */
export interface PlaceCoverage extends ObservedPlace {
  /**
   * Returns the share of a time in which the sources that existed were scanned often enough: 0 to 1. Where some of them were, it
   * is their share of all; where there was no source, as while no gateway ran, it is 0.
   */
  shareOf(from: Timestamp, to: Timestamp): number;
}

export interface CoverageWindow {
  readonly from: Timestamp;
  readonly to: Timestamp;
  /** Current time. */
  readonly now: Timestamp;
  /** Age up to which the last scan of a source counts as one of now. Milliseconds. */
  readonly maxAgeMs: number;
}

/** Share of the sources that were observed, from a moment to the next. */
interface Step {
  readonly at: Timestamp;
  readonly share: number;
}

/** Reads how much of a window was observed, in each place that was observed at all. */
export async function readCoverage(
  connection: SqlConnection,
  window: CoverageWindow,
): Promise<readonly PlaceCoverage[]> {
  const { text, params } = toStatement(changesOf(window));
  const rows = await connection.all(text, params);
  const places = Map.groupBy(rows, ({ service, account_id, region }) => JSON.stringify([service, account_id, region]));
  return [...places.values()].map((changes) => {
    const { service, account_id: accountId, region } = changes[0] as SqlRow;
    const steps = stepsOf(changes);
    return {
      service: service as string,
      accountId: accountId as string | null,
      region: region as string,
      shareOf: (from, to) => shareOf(steps, from, to),
    };
  });
}

/** Sources whose scans begin and end within a second change together, so that thousands of them take few rows. */
const RESOLUTION_MS = 1_000;

/**
 * Selects the changes of the numbers of sources that are `observed` and that are `known`, in the order of time. A source is known
 * from its first scan to its last, or until now while it exists.
 */
function changesOf({ from, to, now, maxAgeMs }: CoverageWindow): Sql {
  const place = raw('service, account_id, region');
  const until = sql`case when to_at >= ${now - maxAgeMs} and to_at < ${now} then ${now} else to_at end`;
  const clipped = (time: Sql) =>
    sql`case when ${time} < ${from} then ${from} when ${time} > ${to} then ${to} else ${time} end`;
  const change = (table: string, time: string, observed: number, known: number) =>
    sql`select ${place}, ${clipped(raw(time))} as at, ${raw(`${observed} as observed, ${known} as known`)} from ${raw(table)}`;
  return sql`with seen as (select ${place}, from_at, ${until} as until_at from observed where to_at > ${from - maxAgeMs} and from_at < ${to}),
    life as (select observed.service, observed.account_id, observed.region, min(from_at) as from_at,
        case when max(source.state) is null then max(${until}) else ${now} end as until_at
      from observed left join source on source.id = observed.source_id
      group by observed.service, observed.account_id, observed.region, observed.source_id)
    select ${place}, at, sum(observed) as observed, sum(known) as known from (
      select ${place}, at / ${RESOLUTION_MS} * ${RESOLUTION_MS} as at, observed, known from (
        ${change('seen', 'from_at', 1, 0)} union all ${change('seen', 'until_at', -1, 0)} union all
        ${change('life', 'from_at', 0, 1)} union all ${change('life', 'until_at', 0, -1)}) moved) rounded
    group by ${place}, at order by at`;
}

function stepsOf(changes: readonly SqlRow[]): readonly Step[] {
  let [observed, known] = [0, 0];
  return changes.map((row) => {
    observed += row.observed as number;
    known += row.known as number;
    return { at: row.at as number, share: known > 0 ? Math.min(1, Math.max(0, observed / known)) : 0 };
  });
}

function shareOf(steps: readonly Step[], from: Timestamp, to: Timestamp): number {
  if (to <= from) return 0;
  const sum = steps.reduce((total, { at, share }, index) => {
    const end = steps[index + 1]?.at ?? at;
    return total + share * Math.max(0, Math.min(end, to) - Math.max(at, from));
  }, 0);
  return Math.min(1, sum / (to - from));
}
