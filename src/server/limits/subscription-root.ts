import { GraphQLError, Kind, OperationTypeNode, type SelectionSetNode, type ValidationRule } from 'graphql';
import type { FragmentOf } from './selected-fields.ts';

const CONDITIONS: readonly string[] = ['skip', 'include'];

/**
 * Rejects `@skip` and `@include` at the root of a subscription, as the GraphQL specification of September 2025 does: a subscription
 * has exactly one field, whatever its variables are. graphql-js 16 validates them with no variables, and fails for a subscription
 * that they leave without a field. Fragments must not be circular.
 */
export const subscriptionRootRule: ValidationRule = (context) => ({
  OperationDefinition({ operation, selectionSet }) {
    if (operation !== OperationTypeNode.SUBSCRIPTION || !isConditional(selectionSet, context.getFragment.bind(context)))
      return;
    const message = 'A subscription must not use `@skip` or `@include` at its root.';
    context.reportError(new GraphQLError(message, { nodes: selectionSet }));
  },
});

function isConditional({ selections }: SelectionSetNode, fragmentOf: FragmentOf): boolean {
  return selections.some((selection) => {
    if (selection.directives?.some(({ name }) => CONDITIONS.includes(name.value))) return true;
    if (selection.kind === Kind.FIELD) return false;
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragmentOf(selection.name.value) : selection;
    return fragment ? isConditional(fragment.selectionSet, fragmentOf) : false;
  });
}
