import type { Operation } from '../operation.ts';
import { stacksOf } from '../world/world.ts';
import { unsizedPage } from './lookup.ts';
import { requiredText, text } from './rules.ts';

/** Lists stack names of a fleet. No error is declared for an unknown fleet: it has no stacks. */
export const listAssociatedStacks: Operation = {
  input: { FleetName: requiredText, NextToken: text },
  run(call) {
    const { FleetName } = call.input as { FleetName: string };
    const page = unsizedPage(call, stacksOf(call.location, FleetName));
    return { Names: page.items, NextToken: page.nextToken };
  },
};
