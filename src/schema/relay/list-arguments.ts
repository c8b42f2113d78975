import { GatewayError } from '../../errors/gateway-error.ts';

/** Values of a list in a filter at most. */
export const MAX_VALUES = 1_000;

/** Entry of `orderBy`. */
interface Order {
  readonly field: string;
  readonly direction: string;
}

/** @throws GatewayError BAD_USER_INPUT for a condition that is a list of more than `MAX_VALUES` values */
export function checkLengths(conditions: object): void {
  for (const [name, value] of Object.entries(conditions)) {
    if (!Array.isArray(value) || value.length <= MAX_VALUES) continue;
    throw new GatewayError('BAD_USER_INPUT', `\`${name}\` has ${value.length} values; it may have ${MAX_VALUES}.`);
  }
}

/** Returns the members of a filter that are given; undefined ones would make lists of one filter differ. */
export function givenConditions<Filter extends object>(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter;
}

/** @param most entries at most @throws GatewayError BAD_USER_INPUT */
export function parseOrder<Entry extends Order>(
  orderBy: readonly Entry[] | null | undefined,
  defaultOrder: readonly Entry[],
  most: number,
): readonly Entry[] {
  if (!orderBy || orderBy.length === 0) return defaultOrder;
  if (orderBy.length <= most) return orderBy.map(({ field, direction }) => ({ field, direction }) as Entry);
  throw new GatewayError('BAD_USER_INPUT', `\`orderBy\` has ${orderBy.length} entries; it may have ${most}.`);
}
