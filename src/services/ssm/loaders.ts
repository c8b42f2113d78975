import type DataLoader from 'dataloader';
import { findInList } from '../find-in-list.ts';
import { KeyedLoader } from '../keyed-loader.ts';
import { loaderByKey } from '../load-by-key.ts';
import type { SsmContext } from './api.ts';
import type { ManagedNode, SsmSession } from './model.ts';
import { managedNodesSource, NODES_PER_PAGE, sessionsSource } from './sources.ts';

/** Creates a loader of managed nodes by instance id; null for a node that does not exist or is stopped. */
export function managedNodeById(context: SsmContext): KeyedLoader<ManagedNode> {
  return new KeyedLoader('managedNodeById', context.request, {
    keysPerCall: NODES_PER_PAGE,
    list: (ids) => managedNodesSource(context, ids),
    keyOf: (node) => node.InstanceId,
    missing: () => context.api.missing('nodes'),
  });
}

/** Creates a loader of sessions by id, active or ended within the last 30 days; null for any other id (F-37). */
export function ssmSessionById(context: SsmContext): DataLoader<string, SsmSession | null> {
  return loaderByKey({
    name: 'ssmSessionById',
    request: context.request,
    async load(ids) {
      const active = await findSessions(context, 'Active', ids);
      const ended = await findSessions(
        context,
        'History',
        ids.filter((id) => !active.has(id)),
      );
      return ids.map((id) => active.get(id) ?? ended.get(id) ?? null);
    },
  });
}

/** Creates a loader of active sessions by id; null for any other id. */
export function activeSsmSessionById(context: SsmContext): DataLoader<string, SsmSession | null> {
  return loaderByKey({
    name: 'activeSsmSessionById',
    request: context.request,
    async load(ids) {
      const active = await findSessions(context, 'Active', ids);
      return ids.map((id) => active.get(id) ?? null);
    },
  });
}

/** Finds sessions of one state, by id; the filter `SessionId` takes one value. */
function findSessions(
  context: SsmContext,
  State: 'Active' | 'History',
  keys: readonly string[],
): Promise<ReadonlyMap<string, SsmSession>> {
  return findInList({
    keys,
    idOf: (id) => id,
    filterOf: (id) => id,
    list: (value) => sessionsSource(context, { State, Filters: value === null ? [] : [{ key: 'SessionId', value }] }),
    itemId: (session) => session.SessionId,
  });
}
