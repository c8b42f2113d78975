import { graphql } from 'relay-runtime';

/** A list within a thing: Relay pages through it by the thing's `id`. */
export const list = graphql`
  fragment FleetSessions_fleet on Fleet
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" })
  @refetchable(queryName: "FleetSessionsPaginationQuery") {
    name
    sessions(first: $first, after: $after) @connection(key: "FleetSessions_sessions") {
      edges {
        node {
          ...SessionRow_session
        }
      }
    }
  }
`;
