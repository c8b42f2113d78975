import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { countFields, type FragmentOf, fieldsByName } from './selected-fields.ts';

/** What of the schema is a list: each one below another multiplies the answer. */
const LISTS = ['types', 'fields', 'args', 'inputFields', 'enumValues', 'interfaces', 'possibleTypes', 'directives'];

/** Tools ask for nine, which is some 200 kB. Twenty times as many lists are seconds, and megabytes. */
export const MAX_INTROSPECTED_LISTS = 20;

/** How many lists of the schema are asked for, those of fragments at each use. */
export function countIntrospectedLists({ selectionSet }: OperationDefinitionNode, fragmentOf: FragmentOf): number {
  const isList = ({ name }: FieldNode) => LISTS.includes(name.value);
  return [...fieldsByName([selectionSet], fragmentOf).values()]
    .flat()
    .filter(({ name }) => name.value.startsWith('__'))
    .reduce((sum, field) => sum + (field.selectionSet ? countFields(field.selectionSet, fragmentOf, isList) : 0), 0);
}
