import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './possible-types.ts';

/** `fetchMore({ variables: { after: pageInfo.endCursor } })` then adds a page to the list; a list is told by its arguments. */
export function createApolloClient(url: string): ApolloClient {
  const cache = new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: { fields: { sessions: relayStylePagination(['filter']), fleets: relayStylePagination(['names']) } },
      Fleet: {
        fields: { sessions: relayStylePagination(['stackName', 'userId', 'authenticationType', 'instanceId']) },
      },
    },
  });
  return new ApolloClient({ link: new HttpLink({ uri: url }), cache });
}
