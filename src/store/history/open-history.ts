import { GatewayError } from '../../errors/gateway-error.ts';
import type { SqlConnection } from '../sql.ts';
import { readCoverage } from './coverage/coverage.ts';
import type { History } from './history.ts';
import { isImpossible } from './records/record-filter.ts';
import { countWindow, windowOf } from './records/record-window.ts';
import { selectRecords } from './records/select-records.ts';
import { selectByIds, selectSpans } from './records/select-spans.ts';
import type { Timestamp } from './records/session-record.ts';
import { readUsage } from './usage/usage.ts';

export interface HistoryOptions {
  readonly connection: SqlConnection;
  readonly now: () => Timestamp;
  /** `GATEWAY_USAGE_DAYS` in milliseconds. */
  readonly maxWindowMs: number;
  /** `GATEWAY_LIVE_MAX_AGE_S` in milliseconds. */
  readonly maxAgeMs: number;
}

/** Reads history from the tables of a store. */
export function openHistory({ connection, now, maxWindowMs, maxAgeMs }: HistoryOptions): History {
  return {
    maxWindowMs,
    now,
    page: (query) => reading(async () => selectPage(query)),
    count: (filter) =>
      reading(async () => {
        if (isImpossible(filter)) return 0;
        return countWindow(connection, await windowOf(connection, filter, now()));
      }),
    byIds: (ids) => reading(() => selectByIds(connection, ids)),
    spans: (ids) => reading(() => selectSpans(connection, ids)),
    usage: (query, limits) => reading(() => readUsage(connection, query, now(), limits)),
    coverage: ({ from, to }) => reading(() => readCoverage(connection, { from, to, now: now(), maxAgeMs })),
  };

  function selectPage(query: Parameters<History['page']>[0]) {
    if (isImpossible(query.filter)) return { records: [], hasMore: false };
    return selectRecords(connection, query, now());
  }
}

/** @throws GatewayError UPSTREAM_UNAVAILABLE for a failure of the store, which the client cannot fix */
async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'StoreError')) throw cause;
    const details = { service: 'store', operation: 'Read', retryable: true };
    throw new GatewayError('UPSTREAM_UNAVAILABLE', 'The store cannot be read now.', details, { cause });
  }
}
