import { describe, expect, test } from 'vitest';
import { describeFleets } from '../../../emulator/appstream/describe-fleets.ts';
import { describeStacks } from '../../../emulator/appstream/describe-stacks.ts';
import { listAssociatedFleets } from '../../../emulator/appstream/list-associated-fleets.ts';
import { listAssociatedStacks } from '../../../emulator/appstream/list-associated-stacks.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const kinds = [
  { operation: describeFleets, list: 'Fleets', name: 'fleet', build: (count: number) => buildWorld().fleets(count) },
  { operation: describeStacks, list: 'Stacks', name: 'stack', build: (count: number) => buildWorld().stacks(count) },
] as const;

const namesIn = (answer: Record<string, unknown>, list: string): string[] =>
  (answer[list] as { Name: string }[]).map((thing) => thing.Name);

describe.each(kinds)('Describe$list', ({ operation, list, name, build }) => {
  test('lists all when no name is given, on pages that AWS sizes', () => {
    const world = build(3);
    const quirks = { unsizedPageLength: 2 };
    const first = run(world, operation, {}, { quirks });
    expect(namesIn(first, list)).toEqual([`${name}-1`, `${name}-2`]);
    const second = run(world, operation, { NextToken: first.NextToken }, { quirks });
    expect(namesIn(second, list)).toEqual([`${name}-3`]);
    expect(second.NextToken).toBeUndefined();
  });

  test('lists the named ones, each once, in the order of the names', () => {
    const answer = run(build(3), operation, { Names: [`${name}-3`, `${name}-1`, `${name}-3`] });
    expect(namesIn(answer, list)).toEqual([`${name}-3`, `${name}-1`]);
  });

  test('takes an empty list of names for none', () => {
    expect(namesIn(run(build(2), operation, { Names: [] }), list)).toHaveLength(2);
  });

  test('pages named ones too', () => {
    const input = { Names: [`${name}-2`, `${name}-1`] };
    const first = run(build(2), operation, input, { quirks: { unsizedPageLength: 1 } });
    expect(namesIn(first, list)).toEqual([`${name}-2`]);
    expect(first.NextToken).toBeDefined();
  });

  test('rejects the whole call for one unknown name, or leaves it out, by quirk', () => {
    const input = { Names: [`${name}-1`, 'gone'] };
    expect(outcome(build(1), operation, input)).toBe('ResourceNotFoundException');
    expect(rejection(build(1), operation, input)?.message).toMatch(/gone does not exist/);
    const lenient = run(build(1), operation, input, { quirks: { unknownNameFailsBatch: false } });
    expect(namesIn(lenient, list)).toEqual([`${name}-1`]);
  });

  test('rejects a token that it did not give', () => {
    expect(outcome(build(1), operation, { NextToken: 'nonsense' })).toBe('ValidationException');
  });

  test('sees only its own account and region', () => {
    expect(namesIn(run(build(2).at('123456789012', 'us-east-1'), operation), list)).toEqual([]);
  });
});

describe('The associations of fleets and stacks', () => {
  const built = () =>
    buildWorld().fleets(3).stacks(3).associate('stack-1', 'fleet-1', 'fleet-2').associate('stack-2', 'fleet-2');

  test('are listed by stack', () => {
    expect(run(built(), listAssociatedFleets, { StackName: 'stack-1' }).Names).toEqual(['fleet-1', 'fleet-2']);
  });

  test('are listed by fleet', () => {
    expect(run(built(), listAssociatedStacks, { FleetName: 'fleet-2' }).Names).toEqual(['stack-1', 'stack-2']);
  });

  test('come on pages that AWS sizes', () => {
    const quirks = { unsizedPageLength: 1 };
    const first = run(built(), listAssociatedFleets, { StackName: 'stack-1' }, { quirks });
    expect(first.Names).toEqual(['fleet-1']);
    const second = run(built(), listAssociatedFleets, { StackName: 'stack-1', NextToken: first.NextToken }, { quirks });
    expect(second.Names).toEqual(['fleet-2']);
  });

  test('of an unknown stack or fleet are none: AWS declares no error', () => {
    expect(run(built(), listAssociatedFleets, { StackName: 'gone' }).Names).toEqual([]);
    expect(run(built(), listAssociatedStacks, { FleetName: 'gone' }).Names).toEqual([]);
    expect(run(built(), listAssociatedStacks, { FleetName: 'fleet-3' }).Names).toEqual([]);
  });
});
