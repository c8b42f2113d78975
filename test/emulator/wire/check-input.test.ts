import { describe, expect, test } from 'vitest';
import { ServiceError } from '../../../emulator/service-error.ts';
import { checkInput } from '../../../emulator/wire/check-input.ts';
import type { InputTable, MemberRule } from '../../../emulator/wire/constraints.ts';

function rejection(input: Record<string, unknown>, table: InputTable): string {
  try {
    checkInput(input, table);
    return 'ok';
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Text behind "1 validation error detected: " when `Size` has this value. */
function violation(rule: MemberRule, value: unknown): string {
  return rejection({ Size: value }, { Size: rule }).replace('ValidationException: 1 validation error detected: ', '');
}

const integer: MemberRule = { type: 'integer', min: 1, max: 50 };
const text: MemberRule = { type: 'string', min: 2, max: 4 };
const filters: MemberRule = {
  type: 'list',
  min: 1,
  max: 2,
  member: {
    type: 'structure',
    members: { Key: { type: 'string', required: true }, Values: { type: 'list', member: text } },
  },
};
const tags: MemberRule = {
  type: 'map',
  min: 1,
  max: 2,
  key: { type: 'string', min: 1, max: 5 },
  value: { type: 'string', pattern: /[a-z]*/ },
};

describe('One violation', () => {
  test.each([
    [
      'a number too small',
      integer,
      0,
      "Value '0' at 'size' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'a number too large',
      integer,
      51,
      "Value '51' at 'size' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
    [
      'a text too short',
      text,
      'a',
      "Value 'a' at 'size' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      'a text too long',
      text,
      'abcde',
      "Value 'abcde' at 'size' failed to satisfy constraint: Member must have length less than or equal to 4",
    ],
    [
      'an empty text',
      text,
      '',
      "Value '' at 'size' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      'a text of another pattern',
      { type: 'string', pattern: /^[a-z]+$/ },
      'A',
      "Value 'A' at 'size' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z]+$",
    ],
    [
      'a value outside an enum',
      { type: 'string', enum: ['A', 'B'] },
      'C',
      "Value 'C' at 'size' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    ],
    [
      'the text "null"',
      { type: 'string', enum: ['A'] },
      'null',
      "Value 'null' at 'size' failed to satisfy constraint: Member must satisfy enum value set: [A]",
    ],
    [
      'a list too short',
      { type: 'list', min: 1, member: text },
      [],
      "Value '[]' at 'size' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a list too long',
      { type: 'list', max: 1, member: text },
      ['ab', 'cd'],
      "Value '[ab, cd]' at 'size' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      'a text in a list',
      { type: 'list', member: text },
      ['ab', 'abcde'],
      "Value '[ab, abcde]' at 'size' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 2]",
    ],
    [
      'a number in a list',
      { type: 'list', member: integer },
      [0],
      "Value '[0]' at 'size' failed to satisfy constraint: Member must satisfy constraint: [Member must have value less than or equal to 50, Member must have value greater than or equal to 1]",
    ],
    [
      'a member of a structure in a list',
      filters,
      [{ Key: 'a' }, {}],
      "Value null at 'size.2.member.key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a text in a list in a structure in a list',
      filters,
      [{ Key: 'a', Values: ['b'] }],
      "Value '[b]' at 'size.1.member.values' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 2]",
    ],
    [
      'too many structures',
      filters,
      [{ Key: 'a' }, { Key: 'b' }, { Key: 'c', Values: ['de'] }],
      "Value '[{Key=a}, {Key=b}, {Key=c, Values=[de]}]' at 'size' failed to satisfy constraint: Member must have length less than or equal to 2",
    ],
    [
      'an empty map',
      tags,
      {},
      "Value '{}' at 'size' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a key of a map',
      tags,
      { toolong: 'a' },
      "Value '{toolong=a}' at 'size' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 5, Member must have length greater than or equal to 1]",
    ],
    [
      'a value of a map',
      tags,
      { a: 'B' },
      "Value '{a=B}' at 'size' failed to satisfy constraint: Map value must satisfy constraint: [Member must satisfy regular expression pattern: [a-z]*]",
    ],
    [
      'a member of a structure',
      { type: 'structure', members: { DesiredInstances: integer } },
      { DesiredInstances: 0 },
      "Value '0' at 'size.desiredInstances' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ] satisfies [string, MemberRule, unknown, string][])("is reported in AWS's words: %s", (_, rule, value, words) => {
    expect(violation(rule, value)).toBe(words);
  });
});

describe('A request', () => {
  const table: InputTable = {
    StackName: { type: 'string', required: true },
    Limit: integer,
    UserId: text,
    Filters: filters,
  };

  test('within all constraints passes, at the bounds too', () => {
    expect(rejection({ StackName: '', Limit: 1, UserId: 'ab', Filters: [{ Key: 'a', Values: [] }] }, table)).toBe('ok');
    expect(rejection({ StackName: 'S', Limit: 50, UserId: 'abcd' }, table)).toBe('ok');
  });

  test('may have null for a member that is not required', () => {
    expect(rejection({ StackName: 'S', Limit: null }, table)).toBe('ok');
  });

  test.each([{}, { StackName: null }])('without a required member is rejected: %o', (input) => {
    expect(rejection(input, table)).toBe(
      "ValidationException: 1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    );
  });

  test('with several violations is rejected once, with all of them', () => {
    expect(rejection({ Limit: 51, UserId: 'a', Filters: [{}] }, table)).toBe(
      "ValidationException: 4 validation errors detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null; " +
        "Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50; " +
        "Value 'a' at 'userId' failed to satisfy constraint: Member must have length greater than or equal to 2; " +
        "Value null at 'filters.1.member.key' failed to satisfy constraint: Member must not be null",
    );
  });

  test.each([
    ['stackname', { StackName: 'S', stackname: 'S' }, 'stackname'],
    ['nested', { StackName: 'S', Filters: [{ Key: 'a', Name: 'b' }] }, 'filters.1.member.name'],
    ['constructor', { StackName: 'S', constructor: 'S' }, 'constructor'],
  ])('with an unknown member is rejected, which AWS would not do: %s', (_, input, at) => {
    expect(rejection(input, table)).toBe(
      `ValidationException: 1 validation error detected: Value at '${at}' failed to satisfy constraint: Member is not known`,
    );
  });

  test('counts characters, not UTF-16 units', () => {
    expect(violation({ type: 'string', max: 1 }, '😀')).toBe('ok');
  });

  test.each([
    [/[a-z]+/, 'ab1'],
    [/^[a-z]+$/, 'ab\n'],
    [/a|b/, 'bc'],
  ])('must match a pattern as a whole: %s', (pattern, value) => {
    expect(violation({ type: 'string', pattern }, value)).toMatch(/regular expression pattern/);
  });
});

describe('A value of the wrong JSON type is a SerializationException', () => {
  test.each([
    [text, 5, 'size must be a string'],
    [text, ['a'], 'size must be a string'],
    [integer, '5', 'size must be a number'],
    [integer, 5.5, 'size must be an integer'],
    [integer, true, 'size must be a number'],
    [{ type: 'boolean' }, 'true', 'size must be a boolean'],
    [filters, 'a', 'size must be a list'],
    [filters, { Key: 'a' }, 'size must be a list'],
    [filters, ['a'], 'size.1.member must be a structure'],
    [filters, [{ Key: 5 }], 'size.1.member.key must be a string'],
    [{ type: 'list', member: text }, ['ab', 5], 'size must be a string'],
    [tags, ['a'], 'size must be a structure'],
    [tags, { a: 5 }, 'size must be a string'],
  ] satisfies [MemberRule, unknown, string][])('%o for %o', (rule, value, message) => {
    expect(rejection({ Size: value }, { Size: rule })).toBe(`SerializationException: ${message}`);
  });

  test('and comes before every violation', () => {
    expect(rejection({ Limit: 51, UserId: 5 }, { Limit: integer, UserId: text })).toMatch(/^SerializationException/);
  });
});
