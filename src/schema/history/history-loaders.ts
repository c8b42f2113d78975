import DataLoader from 'dataloader';
import type { SessionRecord, StatusSpan } from '../../store/history/records/session-record.ts';
import type { Context } from '../builder/context.ts';
import { readHistory } from './require-history.ts';

/** Keys of one statement at most. */
const BATCH = 1_000;

/** Creates a loader for each request. */
function perRequest<Value>(load: (context: Context, ids: readonly string[]) => Promise<Value[]>) {
  const loaders = new WeakMap<Context, DataLoader<string, Value>>();
  return (context: Context): DataLoader<string, Value> => {
    const loader =
      loaders.get(context) ?? new DataLoader((ids) => load(context, ids), { maxBatchSize: BATCH, name: 'history' });
    loaders.set(context, loader);
    return loader;
  };
}

/** Loads records by the Node ids of their sessions; null for one that does not exist, or that the caller may not see. */
export const recordById = perRequest<SessionRecord | null>(async (context, ids) => {
  const records = await readHistory(context, (history) => history.byIds(ids));
  return ids.map((id) => {
    const record = records.get(id);
    return record && isVisible(record, context) ? record : null;
  });
});

/** Loads the spans of a record that the caller sees, by its id. */
export const spansOf = perRequest<readonly StatusSpan[]>(async (context, ids) => {
  const spans = await readHistory(context, (history) => history.spans(ids));
  return ids.map((id) => spans.get(id) ?? []);
});

/** Returns true if a caller may see a record: without `history:read` it has to be their own. */
function isVisible({ userName }: SessionRecord, { ownHistory }: Pick<Context, 'ownHistory'>): boolean {
  return ownHistory === null || (ownHistory.userName !== null && ownHistory.userName === userName);
}
