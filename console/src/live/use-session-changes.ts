import { useEffect, useMemo, useReducer } from 'react';
import { graphql, requestSubscription, useRelayEnvironment } from 'react-relay/hooks';
import type { RecordSourceSelectorProxy } from 'relay-runtime';
import type {
  LiveSessionFilter,
  useSessionChangesSubscription,
  useSessionChangesSubscription$data,
} from '../__generated__/useSessionChangesSubscription.graphql.ts';
import { onStreamOpen } from '../relay/environment.ts';
import { followChanges } from './follow-changes.ts';
import { type ListChanges, listChanges, UNCHANGED } from './list-changes.ts';
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
          ...resourceOf_session
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

/**
 * Follows the changes of a page of live sessions. Rows that are shown are updated in Relay's store; what enters and leaves is
 * counted, so that no row moves under the pointer.
 *
 * @param list `__id` and `position` of the page
 * @param ids sessions of the page
 */
export function useSessionChanges(
  filter: LiveSessionFilter,
  list: { readonly __id: string; readonly position: string },
  ids: readonly string[],
): ListChanges {
  const environment = useRelayEnvironment();
  const [state, dispatch] = useReducer(listChanges, UNCHANGED);
  const filterText = JSON.stringify(filter);
  const stable = useMemo(() => JSON.parse(filterText) as LiveSessionFilter, [filterText]);
  const { __id: listId, position } = list;
  const idsText = ids.join(' ');

  useEffect(() => {
    dispatch({ read: idsText.split(' ') });
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
  }, [environment, stable, listId, position, idsText]);
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
