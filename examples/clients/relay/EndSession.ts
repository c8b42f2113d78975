import { graphql } from 'relay-runtime';

/** Takes the session out of the lists that show it; nothing where it was not ended, and `userErrors` says why. */
export const mutation = graphql`
  mutation EndSessionMutation($id: ID!, $lists: [ID!]!) {
    terminateSession(input: { id: $id }) {
      terminatedSessionId @deleteEdge(connections: $lists)
      outcome
      userErrors {
        code
        message
      }
    }
  }
`;
