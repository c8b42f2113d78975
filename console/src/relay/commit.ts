import { commitMutation } from 'react-relay/hooks';
import type { GraphQLTaggedNode, IEnvironment, MutationParameters } from 'relay-runtime';

/** Runs a mutation. @returns its answer; rejects if it failed as a whole */
export function commit<Mutation extends MutationParameters>(
  environment: IEnvironment,
  mutation: GraphQLTaggedNode,
  variables: Mutation['variables'],
): Promise<Mutation['response']> {
  return new Promise((resolve, reject) => {
    commitMutation<Mutation>(environment, {
      mutation,
      variables,
      onError: reject,
      onCompleted: (data, errors) => {
        const [error] = errors ?? [];
        if (error) reject(new Error(error.message));
        else resolve(data);
      },
    });
  });
}

/** Joins the messages of `userErrors`; null where there are none. */
export function problemOf(userErrors: readonly { readonly message: string }[]): string | null {
  return userErrors.length === 0 ? null : userErrors.map(({ message }) => message).join(' ');
}
