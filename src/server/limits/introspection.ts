import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { countFields, type FragmentOf, fieldsByName } from './selected-fields.ts';

/** Introspection lists, which multiply the answer when nested. */
const LISTS = ['types', 'fields', 'args', 'inputFields', 'enumValues', 'interfaces', 'possibleTypes', 'directives'];

/** Introspection queries of common tools have nine, and an answer of some 200 kB. */
export const MAX_INTROSPECTED_LISTS = 20;

/** Counts the selected introspection lists, those of fragments at each use. */
export function countIntrospectedLists({ selectionSet }: OperationDefinitionNode, fragmentOf: FragmentOf): number {
  const isList = ({ name }: FieldNode) => LISTS.includes(name.value);
  return [...fieldsByName([selectionSet], fragmentOf).values()]
    .flat()
    .filter(({ name }) => name.value.startsWith('__'))
    .reduce((sum, field) => sum + (field.selectionSet ? countFields(field.selectionSet, fragmentOf, isList) : 0), 0);
}
