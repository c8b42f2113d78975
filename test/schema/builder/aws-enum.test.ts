import {
  buildASTSchema,
  type GraphQLEnumType,
  GraphQLError,
  graphql,
  isEnumType,
  isIntrospectionType,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { acceptNewerValues, toEnumName, UNKNOWN } from '../../../src/schema/builder/aws-enum.ts';
import { apiSchema } from '../../../src/schema/schema.ts';

const enums = Object.values(apiSchema.getTypeMap())
  .filter(isEnumType)
  .filter((type) => !isIntrospectionType(type));
/** Those whose values are the gateway's own, not AWS's. */
const OWN = [
  'LiveSessionOrderField',
  'LiveSourceStatus',
  'SessionDimension',
  'SessionEventKind',
  'SessionOrderDirection',
  'SessionRecordOrderField',
  'SessionService',
  'SessionSourceStatus',
  'TerminationOutcome',
  'UsageDimension',
  'UsageInterval',
];

describe("AWS's spellings become UPPER_SNAKE_CASE", () => {
  test.each([
    ['Connected', 'CONNECTED'],
    ['JustInTime', 'JUST_IN_TIME'],
    ['ConnectionLost', 'CONNECTION_LOST'],
    ['InvokedAfter', 'INVOKED_AFTER'],
    ['EC2Instance', 'EC2_INSTANCE'],
    ['MacOS', 'MAC_OS'],
    ['Linux', 'LINUX'],
    ['AWS::EC2::Instance', 'AWS_EC2_INSTANCE'],
    ['AWS::IoT::Thing', 'AWS_IOT_THING'],
    ['PCoIPAgentInstalled', 'PCOIP_AGENT_INSTALLED'],
    ['DHCPDisabled', 'DHCP_DISABLED'],
    ['Requires64BitOS', 'REQUIRES64_BIT_OS'],
    ['WorkspacesBYOLAccountDisabled', 'WORKSPACES_BYOL_ACCOUNT_DISABLED'],
    ['IPv6Only', 'IPV6_ONLY'],
    ['IPAddress', 'IP_ADDRESS'],
    ['AWS::SSM::ManagedInstance', 'AWS_SSM_MANAGED_INSTANCE'],
    ['Microsoft.Compute/virtualMachines', 'MICROSOFT_COMPUTE_VIRTUAL_MACHINES'],
    ['WINDOWS_SERVER_2016', 'WINDOWS_SERVER_2016'],
    ['AMAZON_LINUX2', 'AMAZON_LINUX2'],
    ['ALWAYS_ON', 'ALWAYS_ON'],
    ['ON-DEMAND', 'ON_DEMAND'],
    ['W_1280xH_720', 'W_1280XH_720'],
    ['API', 'API'],
  ])('%s → %s', (value, name) => {
    expect(toEnumName(value)).toBe(name);
  });

  test('in every enum of the API', () => {
    const odd = enums.flatMap((type) =>
      type.getValues().filter(({ name }) => !/^[A-Z][A-Z\d]*(_[A-Z\d]+)*$/.test(name)),
    );
    expect(odd).toEqual([]);
  });

  test('and no two of one enum become the same', () => {
    for (const type of enums) {
      const values = type.getValues();
      expect(new Set(values.map(({ value }) => value)).size).toBe(values.length);
    }
  });
});

test('Every enum of AWS has UNKNOWN', () => {
  const without = enums.filter((type) => !type.getValue(UNKNOWN)).map(({ name }) => name);
  expect(without).toEqual(OWN);
});

describe.each(enums.filter(({ name }) => !OWN.includes(name)))('%s', (type) => {
  test('answers UNKNOWN for a value newer than this build', () => {
    expect(type.serialize('SOMETHING_NEW')).toBe(UNKNOWN);
    expect(type.serialize('something new::of/AWS')).toBe(UNKNOWN);
    expect(type.serialize('')).toBe(UNKNOWN);
  });

  test('answers each known value by its name, and reads it back', () => {
    for (const { name, value } of type.getValues()) {
      expect(type.serialize(value)).toBe(name);
      if (name !== UNKNOWN) expect(type.parseValue(name)).toBe(value);
    }
  });

  test('rejects UNKNOWN as an input', () => {
    const rejection = { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(type.name) };
    expect(() => type.parseValue(UNKNOWN)).toThrow(expect.objectContaining(rejection));
    expect(() => type.parseLiteral({ kind: 'EnumValue', value: UNKNOWN } as never, {})).toThrow(
      expect.objectContaining(rejection),
    );
  });
});

describe('UNKNOWN is rejected wherever an input may hold it', () => {
  const schema = acceptNewerValues(
    buildASTSchema(
      parse(`
        enum Kind { A B UNKNOWN }
        enum Own { A B }
        input Filter { kind: Kind kinds: [Kind!] inner: Filter many: [Filter!] own: Own }
        type Query { read(kind: Kind, kinds: [Kind], matrix: [[Kind!]!], filter: Filter, filters: [Filter!]): String }
      `),
    ),
  );
  const ask = async (source: string, variableValues?: Record<string, unknown>) => {
    const { errors } = await graphql({ schema, source, variableValues, rootValue: { read: () => 'read' } });
    return errors?.map((error) => [error.extensions.code, error.message]);
  };
  const WHERE = [
    ['kind: UNKNOWN', 'Kind', 'UNKNOWN'],
    ['kinds: [A, UNKNOWN]', '[Kind]', ['A', 'UNKNOWN']],
    ['matrix: [[A], [UNKNOWN]]', '[[Kind!]!]', [['A'], ['UNKNOWN']]],
    ['filter: { kind: UNKNOWN }', 'Filter', { kind: 'UNKNOWN' }],
    ['filter: { kinds: [UNKNOWN] }', 'Filter', { kinds: ['UNKNOWN'] }],
    ['filter: { inner: { inner: { kind: UNKNOWN } } }', 'Filter', { inner: { inner: { kind: 'UNKNOWN' } } }],
    ['filters: [{}, { many: [{ kind: UNKNOWN }] }]', '[Filter!]', [{}, { many: [{ kind: 'UNKNOWN' }] }]],
  ] as const;

  test.each(WHERE)('as a literal: %s', async (args) => {
    const errors = await ask(`{ read(${args}) }`);
    expect(errors?.map(([, message]) => message)).toEqual([expect.stringContaining('UNKNOWN of Kind')]);
  });

  test.each(WHERE)('as a variable: %s', async (args, type, value) => {
    const name = args.slice(0, args.indexOf(':'));
    const errors = await ask(`query ($v: ${type}) { read(${name}: $v) }`, { v: value });
    expect(errors?.map(([, message]) => message)).toEqual([expect.stringContaining('UNKNOWN of Kind')]);
  });

  test('as a variable inside a literal, and as the default of a variable', async () => {
    expect(await ask('query ($v: Kind) { read(filter: { kinds: [$v] }) }', { v: 'UNKNOWN' })).toHaveLength(1);
    expect(await ask('query ($v: Kind = UNKNOWN) { read(kind: $v) }')).toHaveLength(1);
  });

  test('and other values go through, a wrong one is the ordinary validation error', async () => {
    expect(await ask('query ($v: Filter) { read(kind: A, filter: $v) }', { v: { kinds: ['A', 'B'], own: 'A' } })).toBe(
      undefined,
    );
    expect((await ask('{ read(kind: C) }'))?.[0]?.[1]).toContain('"C" does not exist in "Kind"');
  });

  test('not even a spelling of it in quotes', async () => {
    expect(await ask('{ read(kind: "UNKNOWN") }')).toHaveLength(1);
    expect(() => (schema.getType('Kind') as GraphQLEnumType).parseValue(7)).toThrow(GraphQLError);
  });
});
