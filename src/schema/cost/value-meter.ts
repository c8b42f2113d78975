import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { isList, type SizeOf, selectedValues } from './selected-values.ts';

/** Counts the values of one answer during execution, and empties its lists when there are too many. */
export interface ValueMeter {
  /** Number of values in the lists so far: their items with the selected fields. */
  readonly values: number;
  readonly isExceeded: boolean;
}

/** Meter with the state that lists update. */
interface OpenMeter extends ValueMeter {
  values: number;
  isExceeded: boolean;
  readonly limit: number;
  readonly weights: ListWeights;
}

/** Number of values of one item of each list of an operation. By the node of its field; by the list of nodes where several are merged. */
export type ListWeights = WeakMap<object, { readonly type: GraphQLOutputType; readonly weight: number }>;

/** Meters by context value, which every executor passes to resolvers. */
const meters = new WeakMap<object, OpenMeter>();

/**
 * Starts a meter for the execution with this context.
 *
 * @param limit most values of the answer
 * @param weights of earlier executions with the same document and variables
 */
export function meterValues(context: object, limit: number, weights: ListWeights = new WeakMap()): ValueMeter {
  const meter: OpenMeter = { values: 0, isExceeded: false, limit, weights };
  meters.set(context, meter);
  return meter;
}

/**
 * Wraps the resolvers of all lists of a schema: each list is counted before its items are executed. Once the limit is exceeded
 * all further lists are empty, so that execution ends soon, and the answer is rejected as a whole.
 */
export function meterLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isList(field)) field.resolve = metered(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, object>;

/** Wraps the resolver of one list. */
export function metered(resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    const list: unknown = resolve(source, args, context, info);
    const meter = meters.get(context);
    if (!meter) return list;
    return isPromise(list) ? list.then((items) => counted(items, meter, info)) : counted(list, meter, info);
  };
}

function counted(list: unknown, meter: OpenMeter, info: GraphQLResolveInfo): unknown {
  if (!Array.isArray(list)) return list;
  if (!meter.isExceeded) {
    meter.values += list.length * weightOf(info, meter);
    meter.isExceeded = meter.values > meter.limit;
  }
  return meter.isExceeded ? [] : list;
}

/** Sizes without nested lists, which count their own items when they are resolved. */
const WITHOUT_LISTS: SizeOf = (field) => ({ own: 0, items: isList(field) ? 0 : 1, page: null });

function weightOf(info: GraphQLResolveInfo, { weights }: OpenMeter): number {
  const { fieldNodes, returnType } = info;
  const key = fieldNodes.length === 1 ? (fieldNodes[0] as object) : fieldNodes;
  const known = weights.get(key);
  if (known?.type === returnType) return known.weight;
  const ofSet = selectedValues(info, WITHOUT_LISTS);
  const type = getNamedType(returnType);
  const weight = fieldNodes.reduce(
    (sum, { selectionSet }) => sum + (selectionSet ? ofSet(selectionSet, type, null) : 0),
    1,
  );
  weights.set(key, { type: returnType, weight });
  return weight;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
