import { useEffect, useMemo, useReducer } from 'react';
import { graphql, requestSubscription, useRelayEnvironment } from 'react-relay/hooks';
import type { RecordSourceSelectorProxy } from 'relay-runtime';
import type {
  LiveSessionFilter,
  useSessionChangesSubscription,
  useSessionChangesSubscription$data,
} from '../__generated__/useSessionChangesSubscription.graphql.ts';
import { onStreamOpen } from '../relay/environment.ts';
import { type Connection, followChanges } from './follow-changes.ts';
import { whileVisible } from './while-visible.ts';

const SUBSCRIPTION = graphql`
  subscription useSessionChangesSubscription($filter: LiveSessionFilter, $after: String!) {
    sessionChanges(filter: $filter, after: $after) {
      from
      to
      resync
      asOf
      totalCount
      entered {
        node {
          id
        }
      }
      updated {
        firstSeenAt
        lastSeenAt
        unverified
        statusSince {
          after
          before
        }
        node {
          id
          startedAt
          expiresAt
          instanceId
          ...cellsUser_session
          ...cellsResource_session
          status
        }
      }
      left
      sources {
        service
        label
        status
      }
    }
  }
`;

type SessionBatch = useSessionChangesSubscription$data['sessionChanges'];

/** What has changed in a list since it was read. */
export interface ListChanges {
  readonly connection: Connection;
  /** Sessions that match now, and are not shown yet. */
  readonly entered: ReadonlySet<string>;
  /** Sessions that are shown, and match no longer. */
  readonly left: ReadonlySet<string>;
  /** Number of sessions that match; null before the first batch. */
  readonly totalCount: number | null;
  /** Counts the batches that changed something. */
  readonly revision: number;
  readonly asOf: string | null;
  /** Status of the sources that have changed, by their labels. */
  readonly sources: Readonly<Record<string, string>>;
  readonly isLost: boolean;
}

type Action = { readonly batch: SessionBatch } | { readonly connection: Connection } | 'lost' | 'read';

const NOTHING: ListChanges = {
  connection: 'connecting',
  entered: new Set(),
  left: new Set(),
  totalCount: null,
  revision: 0,
  asOf: null,
  sources: {},
  isLost: false,
};

function changed(before: ListChanges, action: Action): ListChanges {
  if (action === 'read') return { ...NOTHING, connection: before.connection };
  if (action === 'lost') return { ...before, isLost: true };
  if ('connection' in action) {
    return before.connection === action.connection ? before : { ...before, connection: action.connection };
  }
  const { entered, updated, left, totalCount, asOf } = action.batch;
  const statuses = action.batch.sources.map(({ service, label, status }) => [`${service} ${label}`, status] as const);
  const isSame = statuses.every(([name, status]) => (before.sources[name] ?? 'UP_TO_DATE') === status);
  const isQuiet = isSame && entered.length + updated.length + left.length === 0;
  const arrived = entered.map(({ node }) => node.id);
  return {
    ...before,
    asOf,
    totalCount,
    sources: isSame ? before.sources : { ...before.sources, ...Object.fromEntries(statuses) },
    revision: isQuiet ? before.revision : before.revision + 1,
    entered: union(without(before.entered, left), arrived),
    left: union(without(before.left, arrived), left),
  };
}

/** Most ids that are held of one kind; a tab that is open for days counts no further. */
const MAX_IDS = 10_000;

function union(ids: ReadonlySet<string>, others: readonly string[]): ReadonlySet<string> {
  return others.length === 0 || ids.size > MAX_IDS ? ids : new Set([...ids, ...others]);
}

function without(ids: ReadonlySet<string>, others: readonly string[]): ReadonlySet<string> {
  return others.some((id) => ids.has(id)) ? new Set([...ids].filter((id) => !others.includes(id))) : ids;
}

/**
 * Follows the changes of a page of live sessions. Rows that are shown are updated in Relay's store; what enters and leaves is
 * counted, so that no row moves under the pointer.
 *
 * @param list `__id` and `position` of the page
 */
export function useSessionChanges(
  filter: LiveSessionFilter,
  list: { readonly __id: string; readonly position: string },
): ListChanges {
  const environment = useRelayEnvironment();
  const [state, dispatch] = useReducer(changed, NOTHING);
  const filterText = JSON.stringify(filter);
  const stable = useMemo(() => JSON.parse(filterText) as LiveSessionFilter, [filterText]);
  const { __id: listId, position } = list;

  useEffect(() => {
    dispatch('read');
    const following = followChanges<SessionBatch>(position, {
      apply: (batch) => dispatch({ batch }),
      lost: () => dispatch('lost'),
      connection: (connection) => dispatch({ connection }),
      subscribe(after, next, ended) {
        const { dispose } = requestSubscription<useSessionChangesSubscription>(environment, {
          subscription: SUBSCRIPTION,
          variables: { filter: stable, after },
          updater: (store) => updateEdges(store, listId),
          onNext: (data) => data && next(data.sessionChanges),
          onError: ended,
          onCompleted: () => ended(null),
        });
        const stopListening = onStreamOpen(() => dispatch({ connection: 'live' }));
        return () => {
          stopListening();
          dispose();
        };
      },
    });
    const stopWatching = whileVisible(following.pause, following.resume);
    return () => {
      stopWatching();
      following.stop();
    };
  }, [environment, stable, listId, position]);
  return state;
}

/** Copies what was observed of updated sessions, which is on edges, to the edges that are shown. */
function updateEdges(store: RecordSourceSelectorProxy, listId: string): void {
  const batch = store.getRootField('sessionChanges');
  const shown = store.get(listId)?.getLinkedRecords('edges') ?? [];
  for (const update of batch?.getLinkedRecords('updated') ?? []) {
    const id = update.getLinkedRecord('node')?.getDataID();
    const edge = shown.find((each) => each.getLinkedRecord('node')?.getDataID() === id);
    const since = update.getLinkedRecord('statusSince');
    if (!edge || !since) continue;
    for (const name of ['lastSeenAt', 'unverified']) edge.setValue(update.getValue(name) as string, name);
    const target = edge.getLinkedRecord('statusSince');
    for (const name of ['after', 'before']) target?.setValue(since.getValue(name) as string, name);
  }
}
