import { type MutableRecordSource, RecordSource, Store } from 'relay-runtime';

/** Id of the record that holds the root fields. */
const ROOT_ID = 'client:root';

/** Queries whose data stays for a while after no view shows them, for one that goes back. */
const RELEASED = 5;

/**
 * Creates a store that holds what views show, and little else. Relay collects records, and never the root fields that led to them: each
 * page and position that was ever read would stay, by its arguments.
 */
export function boundedStore(source: MutableRecordSource = new RecordSource()): Store {
  return new Store(source, {
    gcReleaseBufferSize: RELEASED,
    log: ({ name }) => name === 'store.gc.end' && removeDeadFields(source),
  });
}

/** Removes the root fields whose record was collected. */
function removeDeadFields(source: MutableRecordSource): void {
  const root = source.get(ROOT_ID);
  if (!root) return;
  const isAlive = (value: unknown) => {
    const id = (value as { readonly __ref?: string } | null)?.__ref;
    return id === undefined || source.has(id);
  };
  const fields = Object.entries(root);
  const alive = fields.filter(([, value]) => isAlive(value));
  if (alive.length < fields.length) source.set(ROOT_ID, Object.fromEntries(alive) as typeof root);
}
