import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { KeyedLoader } from '../keyed-loader.ts';
import type { AppStreamApi } from './api.ts';
import type { Fleet, Stack } from './model.ts';
import { fleetsSource, stacksSource } from './sources.ts';

/**
 * Maximum number of names in one call. DescribeFleets and DescribeStacks have no limit (service model, 2026-08); 100 keeps
 * requests small.
 */
export const NAMES_PER_CALL = 100; // F-04

/** Loads fleets by name; null for a name that does not exist. */
export function fleetByName(api: AppStreamApi, location: AwsLocation, request: RequestCalls): KeyedLoader<Fleet> {
  return new KeyedLoader('fleetByName', request, {
    keysPerCall: NAMES_PER_CALL,
    list: (names) => fleetsSource(api, location, names),
    keyOf: (fleet) => fleet.Name,
    missing: () => api.missing('fleets'),
  });
}

/** Loads stacks by name; null for a name that does not exist. */
export function stackByName(api: AppStreamApi, location: AwsLocation, request: RequestCalls): KeyedLoader<Stack> {
  return new KeyedLoader('stackByName', request, {
    keysPerCall: NAMES_PER_CALL,
    list: (names) => stacksSource(api, location, names),
    keyOf: (stack) => stack.Name,
    missing: () => api.missing('stacks'),
  });
}
