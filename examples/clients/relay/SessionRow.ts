import { graphql } from 'relay-runtime';

/** Any session, of whichever service; refetched by its `id`. */
export const row = graphql`
  fragment SessionRow_session on Session @refetchable(queryName: "SessionRowRefetchQuery") {
    id
    service
    status
    startedAt
    user {
      userName
    }
  }
`;
