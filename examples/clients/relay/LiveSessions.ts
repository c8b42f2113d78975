import { graphql } from 'relay-runtime';

/** A page of live sessions to begin with. */
export const query = graphql`
  query LiveSessionsQuery($filter: LiveSessionFilter, $first: Int) {
    ...LiveSessions_query @arguments(filter: $filter, first: $first)
  }
`;

/** `position` is where the changes of the list begin; `__id` names the connection for the subscription. */
export const list = graphql`
  fragment LiveSessions_query on Query
  @argumentDefinitions(
    filter: { type: "LiveSessionFilter" }
    first: { type: "Int", defaultValue: 50 }
    after: { type: "String" }
  )
  @refetchable(queryName: "LiveSessionsPaginationQuery") {
    liveSessions(filter: $filter, first: $first, after: $after) @connection(key: "LiveSessions_liveSessions") {
      __id
      position
      edges { node { ...SessionRow_session } }
    }
  }
`;

/** Needs no updater: Relay adds edges, deletes them by id, and updates nodes wherever they are shown. */
export const changes = graphql`
  subscription LiveSessionsSubscription($filter: LiveSessionFilter, $after: String, $connections: [ID!]!) {
    sessionChanges(filter: $filter, after: $after) {
      from
      to
      resync
      entered @prependEdge(connections: $connections) { cursor node { ...SessionRow_session } }
      updated { node { ...SessionRow_session } }
      left @deleteEdge(connections: $connections)
      events { kind sessionId at { before } }
    }
  }
`;
