import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  NoFragmentCyclesRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { countIntrospectedLists, MAX_INTROSPECTED_LISTS } from './introspection.ts';
import { countFields, countRepeated, fieldsByName } from './selected-fields.ts';
import { subscriptionRootRule } from './subscription-root.ts';
import { asValidationError, tooComplex } from './too-complex.ts';

/** Limits of one document, named as their configuration variables. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxFields: number;
  readonly maxRepeatedFields: number;
  readonly maxMutations: number;
}

/** Creates validation rules of definitions in groups; a group runs only on documents that pass the groups before it. */
export function documentRules(limits: DocumentLimits): readonly (readonly ValidationRule[])[] {
  return [
    [
      NoFragmentCyclesRule,
      maxDepthRule(measured('levels of fields', limits.maxDepth)),
      maxAliasesRule(measured('aliases', limits.maxAliases)),
      maxDirectivesRule(measured('directives', limits.maxDirectives)),
    ],
    [subscriptionRootRule, perOperation((operation, context) => checkFields(operation, context, limits))],
  ];
}

/** Uses GraphQL Armor to measure only: its own rejections have neither code nor figures. */
function measured(what: string, limit: number) {
  return {
    n: Number.POSITIVE_INFINITY,
    // Introspection can be expensive too. Fragments add no level to the answer.
    ignoreIntrospection: false,
    flattenFragments: true,
    // Aliases of `__typename` count too.
    allowList: [],
    onAccept: [
      (context: ValidationContext | null, { n }: { n: number }) => {
        if (context) check(context, what, limit, n);
      },
    ],
  };
}

function checkFields(operation: OperationDefinitionNode, context: ValidationContext, limits: DocumentLimits): void {
  const fragmentOf = (name: string) => context.getFragment(name);
  const set = operation.selectionSet;
  if (!check(context, 'fields', limits.maxFields, countFields(set, fragmentOf))) return;
  check(context, 'repeated fields', limits.maxRepeatedFields, countRepeated([set], fragmentOf));
  check(context, 'lists of the schema', MAX_INTROSPECTED_LISTS, countIntrospectedLists(operation, fragmentOf));
  if (operation.operation !== OperationTypeNode.MUTATION) return;
  check(context, 'mutations', limits.maxMutations, fieldsByName([set], fragmentOf).size);
}

function check(context: ValidationContext, what: string, limit: number, actual: number): boolean {
  if (actual <= limit) return true;
  context.reportError(asValidationError(tooComplex(what, limit, actual)));
  return false;
}

function perOperation(
  checkOperation: (operation: OperationDefinitionNode, context: ValidationContext) => void,
): ValidationRule {
  return (context) => ({ OperationDefinition: (operation) => checkOperation(operation, context) });
}
