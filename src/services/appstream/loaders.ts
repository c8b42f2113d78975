import type DataLoader from 'dataloader';
import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { loadBisecting, loaderByKey } from '../load-by-key.ts';
import { byKey, readAll } from '../read-list.ts';
import type { AppStreamApi } from './api.ts';
import type { Fleet, Stack } from './model.ts';
import { fleetsSource, stacksSource } from './sources.ts';

/** DescribeFleets and DescribeStacks bound `Names` nowhere (service model, 2026-08); a hundred keeps a request small. */
export const NAMES_PER_CALL = 100;

/** Fleets by name; null where there is none. */
export function fleetByName(
  api: AppStreamApi,
  location: AwsLocation,
  request: RequestCalls,
): DataLoader<string, Fleet | null> {
  return loaderByKey({
    name: 'fleetByName',
    request,
    keysPerCall: NAMES_PER_CALL,
    load: (names) =>
      loadBisecting(names, async (some) =>
        byKey(await readAll(fleetsSource(api, location, some)), (fleet) => fleet.Name),
      ),
  });
}

/** Stacks by name; null where there is none. */
export function stackByName(
  api: AppStreamApi,
  location: AwsLocation,
  request: RequestCalls,
): DataLoader<string, Stack | null> {
  return loaderByKey({
    name: 'stackByName',
    request,
    keysPerCall: NAMES_PER_CALL,
    load: (names) =>
      loadBisecting(names, async (some) =>
        byKey(await readAll(stacksSource(api, location, some)), (stack) => stack.Name),
      ),
  });
}
