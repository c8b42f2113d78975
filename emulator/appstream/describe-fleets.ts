import type { Operation } from '../operation.ts';
import { fleetNotFound } from './errors.ts';
import { namedOrAll, unsizedPage } from './lookup.ts';
import { names, text } from './rules.ts';

export const describeFleets: Operation = {
  input: { Names: names, NextToken: text },
  run(call) {
    const { Names } = call.input as { Names?: string[] };
    const page = unsizedPage(call, namedOrAll(call, call.location.fleets, Names, fleetNotFound));
    return { Fleets: page.items, NextToken: page.nextToken };
  },
};
