import { GatewayError } from '../../errors/gateway-error.ts';
import { StoreError } from '../store-error.ts';
import { readCoverage } from './coverage/coverage.ts';
import type { History, HistoryOptions, HistoryReads } from './history.ts';
import { isImpossible, isStorable } from './records/record-filter.ts';
import { countWindow, windowOf } from './records/record-window.ts';
import { selectRecords } from './records/select-records.ts';
import { selectByIds, selectSpans } from './records/select-spans.ts';
import { readUsage } from './usage/usage.ts';

/** Reads history from the tables of a store. */
export function readHistory({ connection, now, maxAgeMs }: HistoryOptions): HistoryReads {
  return {
    page: (query) => reading(async () => selectPage(query)),
    count: (filter) =>
      reading(async () => {
        if (isImpossible(filter)) return 0;
        return countWindow(connection, await windowOf(connection, filter, now()));
      }),
    byIds: (ids) => reading(() => selectByIds(connection, ids.filter(isStorable))),
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
    if (!(cause instanceof StoreError)) throw cause;
    const details = { service: 'store', operation: 'Read', retryable: true };
    throw new GatewayError('UPSTREAM_UNAVAILABLE', 'The store cannot be read now.', details, { cause });
  }
}
