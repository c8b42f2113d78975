import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { isList, type SizeOf, selectedValues } from './selected-values.ts';

/** Counts the values of one answer while it is made, and ends its lists where there are too many. */
export interface ValueMeter {
  /** The items of its lists so far, each with what is selected of it. */
  readonly values: number;
  readonly isExceeded: boolean;
}

/** The same with what only lists need. */
interface OpenMeter extends ValueMeter {
  values: number;
  isExceeded: boolean;
  readonly limit: number;
  /** The values of one item, by the selection that its list stands for. */
  readonly weights: Map<object, number>;
}

/** By the context of the execution: it comes to resolvers along every way of executing an operation. */
const meters = new WeakMap<object, OpenMeter>();

/** @param limit values of the answer */
export function meterValues(context: object, limit: number): ValueMeter {
  const meter: OpenMeter = { values: 0, isExceeded: false, limit, weights: new Map() };
  meters.set(context, meter);
  return meter;
}

/** True if the answer already exceeds the limit, so that reading can stop. */
export function hasTooManyValues(context: object): boolean {
  return meters.get(context)?.isExceeded ?? false;
}

/**
 * Has every list of a schema counted as soon as its resolver has given it, before anything of its items is executed. From the list
 * on that is too much all lists are empty: what is executed already comes to its end at once, and the answer is rejected as a whole.
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

function metered(resolve: Resolver): Resolver {
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

/** Lists below an item count their own items once they are there. */
const WITHOUT_LISTS: SizeOf = (field) => ({ own: 0, items: isList(field) ? 0 : 1, page: null });

function weightOf(info: GraphQLResolveInfo, { weights }: OpenMeter): number {
  const { fieldNodes, returnType } = info;
  const known = weights.get(fieldNodes);
  if (known !== undefined) return known;
  const ofSet = selectedValues(info, WITHOUT_LISTS);
  const type = getNamedType(returnType);
  const weight = fieldNodes.reduce(
    (sum, { selectionSet }) => sum + (selectionSet ? ofSet(selectionSet, type, null) : 0),
    1,
  );
  weights.set(fieldNodes, weight);
  return weight;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
