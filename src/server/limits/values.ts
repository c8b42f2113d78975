import {
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { INDEX_READ_VALUES } from '../../schema/cost/cost.ts';
import { type Field, isList, type Selected, selectedValues } from '../../schema/cost/selected-values.ts';
import { introspectedItems } from './introspected-items.ts';
import { perOperation } from './known-operations.ts';
import { notWithin } from './too-complex.ts';

/** Assumed items of a list without `first` or ids, such as tags. Longer lists are counted during execution. */
const ASSUMED_ITEMS = 5;

/** Lists that hold the items of a page, the results of a list of ids, or the values of a facet. */
const PAGES: ReadonlySet<string> = new Set(['edges', 'nodes', 'results', 'values']);

/** Computes the number of items of a field from its arguments: see `schema/cost/cost.ts`. */
type ItemsOf = (args: Readonly<Record<string, unknown>>) => number;

/**
 * Estimates the values of an answer before anything is executed: fields × items × ids, plus lists in arguments and
 * reads of the live index. An upper bound for fields with `first` or ids; other lists are counted during execution.
 *
 * @param args with variables coerced by graphql-js, exactly once: coercing an enum value again is an error
 */
export function estimateValues(
  operation: OperationDefinitionNode,
  { document, schema, variableValues }: Pick<ExecutionArgs, 'document' | 'schema' | 'variableValues'>,
): number {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) return 0;
  const selected: Selected = { schema, fragments: fragmentsOf(document), variableValues: variableValues ?? {} };
  const introspected = introspectedItems(schema);
  const lengths = lengthsOfLists();

  const ofSet = selectedValues(selected, (field, node, page) => {
    const args = argumentsOf(field, node, selected);
    const itemsOf = field.extensions.items as ItemsOf | undefined;
    const items = itemsOf ? itemsOf(args) : undefined;
    const reads = (field.extensions.indexReads as number | undefined) ?? 0;
    const own = lengths(args) + reads * INDEX_READ_VALUES;
    // The facet of a subscription is one field below that with the number of values.
    if (!isList(field)) return { own, items: 1, page: items ?? page };
    const ofPage = PAGES.has(field.name) ? page : null;
    return { own, items: items ?? introspected.get(field) ?? ofPage ?? ASSUMED_ITEMS, page: null };
  });
  return ofSet(operation.selectionSet, rootType, null);
}

/**
 * Rejects operations that could answer with too many values.
 *
 * @param limit values of one answer
 * @param onEstimate called with the estimate of an operation that is not rejected
 */
export function valuesLimit(
  limit: number,
  onEstimate: (args: ExecutionArgs, values: number) => void = () => {},
): (args: ExecutionArgs) => GraphQLError | undefined {
  const estimateOf = perOperation(estimateValues);
  return (args) => {
    const values = estimateOf(args);
    if (values <= limit) onEstimate(args, values);
    return values > limit ? notWithin('could answer with', values, 'values', limit) : undefined;
  };
}

function fragmentsOf({ definitions }: ExecutionArgs['document']): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
}

function argumentsOf(field: Field, node: FieldNode, { variableValues }: Selected): Readonly<Record<string, unknown>> {
  if (field.args.length === 0) return {};
  return getArgumentValues(field, node, { ...variableValues });
}

/** Counts the items of all lists in a value. A variable that is an argument of several fields is counted once. */
function lengthsOfLists(): (value: unknown) => number {
  const known = new Map<object, number>();
  return function lengths(value): number {
    if (typeof value !== 'object' || value === null || value instanceof Date) return 0;
    const before = known.get(value);
    if (before !== undefined) return before;
    const length = Object.values(value).reduce(
      (sum: number, member: unknown) => sum + lengths(member),
      Array.isArray(value) ? value.length : 0,
    );
    known.set(value, length);
    return length;
  };
}
