import { commitMutation } from 'react-relay/hooks';
import type { GraphQLTaggedNode, IEnvironment, MutationParameters } from 'relay-runtime';

/** Errors that a caller can fix. */
export type UserErrors = readonly { readonly message: string }[];

/**
 * Runs a mutation.
 *
 * @returns its answer. Errors of fields below it are no failure: what was done is done
 * @throws GatewayRequestError if it failed as a whole
 */
export function commit<Mutation extends MutationParameters>(
  environment: IEnvironment,
  mutation: GraphQLTaggedNode,
  variables: Mutation['variables'],
): Promise<Mutation['response']> {
  return new Promise((resolve, reject) => {
    commitMutation<Mutation>(environment, { mutation, variables, onError: reject, onCompleted: resolve });
  });
}

/** Joins the messages of `userErrors`; null where there are none. */
export function problemOf(userErrors: UserErrors): string | null {
  return userErrors.length === 0 ? null : userErrors.map(({ message }) => message).join(' ');
}
