import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appstreamOperations } from '../../../emulator/appstream/operations.ts';
import type { Operations } from '../../../emulator/operation.ts';
import { ssmOperations } from '../../../emulator/ssm/operations.ts';
import { checkInput } from '../../../emulator/wire/check-input.ts';
import type { InputTable, MemberRule } from '../../../emulator/wire/constraints.ts';
import { workspacesOperations } from '../../../emulator/workspaces/operations.ts';
import { type InputShape, inputShapes, isTextOf } from '../../support/aws-input-shapes.ts';
import { textsAround } from '../../support/texts-around.ts';

const SERVICES: Readonly<Record<string, Operations>> = {
  appstream: appstreamOperations,
  ssm: ssmOperations,
  workspaces: workspacesOperations,
};

/** Bounds that the API reference has and the model has not, and the other way round, by service, operation and path. */
const DIFFERENT: Readonly<Record<string, Partial<InputShape>>> = {
  // F-01
  'appstream DescribeSessions Limit': { min: 1, max: 50 },
  // An unknown key is an error of its own: InvalidFilterKey.
  'ssm DescribeSessions Filters.[].key': {},
};

const OPERATIONS = Object.entries(SERVICES).flatMap(([service, operations]) =>
  Object.entries(operations).map(([name, { input }]) => ({ service, name, input })),
);

/** Rules of a table by path, in the form of the model. */
function flatten(table: InputTable, at = ''): [string, MemberRule][] {
  const below = (rule: MemberRule, path: string): [string, MemberRule][] => {
    const own: [string, MemberRule] = [path, rule];
    if (rule.type === 'structure') return [own, ...flatten(rule.members, `${path}.`)];
    if (rule.type === 'list') return [own, ...below(rule.member, `${path}.[]`)];
    if (rule.type === 'map') return [own, ...below(rule.key, `${path}.{key}`), ...below(rule.value, `${path}.{value}`)];
    return [own];
  };
  return Object.entries(table).flatMap(([name, rule]) => below(rule, `${at}${name}`));
}

const shapeOf = (service: string, name: string) => inputShapes[service]?.[name] ?? {};

describe.each(OPERATIONS)('The input of $service $name', ({ service, name, input }) => {
  const rules = new Map(flatten(input));
  const documented = (path: string) => DIFFERENT[`${service} ${name} ${path}`];
  const shapes = new Map(Object.entries(shapeOf(service, name)));

  test('has the members of the service model, with their types', () => {
    const types = (entries: Iterable<[string, { readonly type: string }]>) =>
      Object.fromEntries([...entries].map(([path, { type }]) => [path, type === 'long' ? 'integer' : type]).sort());
    expect(types(rules)).toEqual(types(shapes));
  });

  test('requires what the service model requires', () => {
    const required = (entries: Iterable<[string, { readonly required?: true }]>) =>
      [...entries].flatMap(([path, rule]) => (rule.required ? [path] : [])).sort();
    expect(required(rules)).toEqual(required(shapes));
  });

  test('has the ranges and values of the service model', () => {
    const bounds = (entries: Iterable<[string, object]>) =>
      Object.fromEntries(
        [...entries]
          .map(([path, rule]) => {
            const { min = 0, max = null, enum: values = [] } = rule as Partial<InputShape>;
            return [path, { min, max, values: [...values].sort() }] as const;
          })
          .filter(([, { min, max, values }]) => min > 0 || max !== null || values.length > 0),
      );
    const expected = [...shapes].map(([path, shape]): [string, object] => [path, documented(path) ?? shape]);
    expect(bounds(rules)).toEqual(bounds(expected));
  });
});

const PATTERNS = OPERATIONS.flatMap(({ service, name, input }) => {
  const rules = new Map(flatten(input));
  return Object.entries(shapeOf(service, name)).flatMap(([path, shape]) =>
    shape.pattern === undefined ? [] : [{ service, name, path, shape, rule: rules.get(path) }],
  );
});

test.each(PATTERNS)(
  '$path of $service $name accepts the texts of the service model, and no others',
  ({ shape, rule }) => {
    fc.assert(
      fc.property(textsAround(shape), (text) => {
        expect([text, isAccepted(rule as MemberRule, text)]).toEqual([text, isTextOf(shape, text)]);
      }),
      { numRuns: 60 },
    );
  },
);

function isAccepted(rule: MemberRule, text: string): boolean {
  try {
    checkInput({ member: text }, { member: rule });
    return true;
  } catch {
    return false;
  }
}

test('Each operation of the emulator has its request here, and none is left over', () => {
  const named = Object.entries(inputShapes).flatMap(([service, requests]) =>
    Object.keys(requests).map((name) => `${service} ${name}`),
  );
  expect(OPERATIONS.map(({ service, name }) => `${service} ${name}`).sort()).toEqual(named.sort());
});
