import type { Operation } from '../operation.ts';
import { unsizedPage } from './lookup.ts';
import { requiredText, text } from './rules.ts';

/** Lists fleet names of a stack. No error is declared for an unknown stack: it has no fleets. */
export const listAssociatedFleets: Operation = {
  input: { StackName: requiredText, NextToken: text },
  run(call) {
    const { StackName } = call.input as { StackName: string };
    const page = unsizedPage(call, [...(call.location.associations.get(StackName) ?? [])]);
    return { Names: page.items, NextToken: page.nextToken };
  },
};
