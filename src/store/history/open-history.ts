import type { History, HistoryOptions, HistoryReads } from './history.ts';

/** Opens the history of a store. The statements are loaded with the first read. */
export function openHistory(options: HistoryOptions): History {
  const { now, maxWindowMs, recorded, erase } = options;
  let loading: Promise<HistoryReads> | undefined;
  const reads = () => {
    loading ??= import('./read-history.ts').then(({ readHistory }) => readHistory(options));
    return loading;
  };
  return {
    now,
    maxWindowMs,
    recorded,
    erase,
    page: async (query) => (await reads()).page(query),
    count: async (filter) => (await reads()).count(filter),
    byIds: async (ids) => (await reads()).byIds(ids),
    spans: async (ids) => (await reads()).spans(ids),
    usage: async (query, limits) => (await reads()).usage(query, limits),
    coverage: async (window) => (await reads()).coverage(window),
  };
}
