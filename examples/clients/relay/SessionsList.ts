import { graphql } from 'relay-runtime';

/** A page to begin with. `usePaginationFragment` goes on from there, with `SessionsListPaginationQuery`, which Relay writes. */
export const query = graphql`
  query SessionsListQuery($first: Int) {
    ...SessionsList_query @arguments(first: $first)
  }
`;

/** `incomplete` says that a service or region is missing for the moment; following the list tries it again. */
export const list = graphql`
  fragment SessionsList_query on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" })
  @refetchable(queryName: "SessionsListPaginationQuery") {
    sessions(filter: { services: [SSM] }, first: $first, after: $after) @connection(key: "SessionsList_sessions") {
      edges { node { ...SessionRow_session } }
      incomplete
    }
  }
`;
