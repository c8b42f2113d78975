import { KeyedLoader } from '../keyed-loader.ts';
import type { AppStreamContext } from './api.ts';
import type { Fleet, Stack } from './model.ts';
import { fleetsSource, stacksSource } from './sources.ts';

/**
 * Maximum number of names in one call. DescribeFleets and DescribeStacks have no limit (service model, 2026-08); 100 keeps
 * requests small.
 */
export const NAMES_PER_CALL = 100; // F-04

/** Loads fleets by name; null for a name that does not exist. */
export function fleetByName(context: AppStreamContext): KeyedLoader<Fleet> {
  return new KeyedLoader('fleetByName', context.request, {
    keysPerCall: NAMES_PER_CALL,
    list: (names) => fleetsSource(context, names),
    keyOf: (fleet) => fleet.Name,
    missing: () => context.api.missing('fleets'),
  });
}

/** Loads stacks by name; null for a name that does not exist. */
export function stackByName(context: AppStreamContext): KeyedLoader<Stack> {
  return new KeyedLoader('stackByName', context.request, {
    keysPerCall: NAMES_PER_CALL,
    list: (names) => stacksSource(context, names),
    keyOf: (stack) => stack.Name,
    missing: () => context.api.missing('stacks'),
  });
}
