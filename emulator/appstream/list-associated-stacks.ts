import type { Operation } from '../operation.ts';
import { stacksOf } from '../world/world.ts';
import { unsizedPage } from './lookup.ts';
import { requiredText, text } from './rules.ts';

/** No error is declared: an unknown fleet has no stacks. */
export const listAssociatedStacks: Operation = {
  input: { FleetName: requiredText, NextToken: text },
  run(call) {
    const { FleetName } = call.input as { FleetName: string };
    const page = unsizedPage(call, stacksOf(call.location, FleetName));
    return { Names: page.items, NextToken: page.nextToken };
  },
};
