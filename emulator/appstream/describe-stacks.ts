import type { Operation } from '../operation.ts';
import { stackNotFound } from './errors.ts';
import { namedOrAll, unsizedPage } from './lookup.ts';
import { names, text } from './rules.ts';

export const describeStacks: Operation = {
  input: { Names: names, NextToken: text },
  run(call) {
    const { Names } = call.input as { Names?: string[] };
    const page = unsizedPage(call, namedOrAll(call, call.location.stacks, Names, stackNotFound));
    return { Stacks: page.items, NextToken: page.nextToken };
  },
};
