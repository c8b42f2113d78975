import { type GraphQLArgument, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, SCOPES } from '../support/locations.ts';
import { sessionsPage } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

/** Locations that are configured nowhere, in every argument or member. */
const UNREAD = { region: 'mars-1', accountId: '999999999999' } as const;

const SAMPLES: Readonly<Record<string, string>> = {
  instanceId: '"i-00000000000000001"',
  poolId: '"wspool-aaaaaaaaa"',
  id: '"x"',
  computeCapacity: '{ desiredInstances: 1 }',
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('cad').world });
});
afterAll(() => gateway.close());

/** A literal for every argument that must be there. */
function required(args: readonly Pick<GraphQLArgument, 'name' | 'type' | 'defaultValue'>[]): string[] {
  return args.flatMap(({ name, type, defaultValue }) => {
    if (!isNonNullType(type) || defaultValue !== undefined) return [];
    const named = getNamedType(type);
    const value = SAMPLES[name] ?? (isEnumType(named) ? named.getValues()[0]?.name : '"design"');
    return [`${name}: ${isListType(type.ofType) ? `[${value}]` : value}`];
  });
}

const FIELDS = [apiSchema.getQueryType(), apiSchema.getMutationType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).flatMap(({ name, args }) => {
    const input = args.find((arg) => arg.name === 'input');
    const inputType = input && getNamedType(input.type);
    const members = isInputObjectType(inputType) ? Object.values(inputType.getFields()) : args;
    const named = Object.keys(UNREAD).filter((location) => members.some((member) => member.name === location));
    return named.map((location) => {
      const given = [...required(members), `${location}: "${UNREAD[location as 'region']}"`].join(', ');
      return input
        ? (['mutation', `${name}(input: { ${given} }) { userErrors { code message } }`] as const)
        : (['query', `${name}(${given}) { __typename }`] as const);
    });
  }),
);

test('There are such fields', () => {
  expect(FIELDS.length).toBeGreaterThan(30);
});

describe('A region or an account that is not configured is BAD_USER_INPUT, and no call is made', () => {
  test.each(FIELDS)('%s { %s }', async (operation, field) => {
    const { data, errors } = await gateway.query(`${operation} { ${field} }`);
    const [payload] = Object.values(data ?? {}) as { userErrors: { code: string; message: string }[] }[];
    const told = errors?.map(({ message, extensions }) => ({ code: extensions.code, message })) ?? payload?.userErrors;
    expect(told).toEqual([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('reads account') }]);
    expect(gateway.calls()).toEqual([]);
  });

  test.each([
    { regions: ['mars-1'] },
    { regions: ['eu-west-1', 'mars-1'] },
    { accountIds: ['999999999999'] },
    { accountIds: ['123456789012', ''] },
    { accountIds: ['123456789012'], regions: [''] },
    { accountIds: ['999999999999'], services: ['SSM'], fleetNames: ['cad'] },
  ])('sessions(filter: %j)', async (filter) => {
    const { errors } = await gateway.query(
      'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }',
      {
        filter,
      },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.calls()).toEqual([]);
  });
});

test('An account and a region that are configured, but not together, are not read either', async () => {
  const two = await startGateway({
    world: fourLocations(),
    scopes: [
      { ...SCOPES[0], regions: ['eu-west-1'] },
      { ...SCOPES[1], regions: ['us-east-1'] },
    ],
  });
  const filter = { regions: ['us-east-1'], accountIds: [ACCOUNTS[1]] };
  const { errors } = await two.query('query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }', {
    filter,
  });
  await two.close();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
});

test('An account that AWS does not name is a source that failed: it may be the one', async () => {
  const lost = await startGateway({ world: fourLocations() });
  lost.emulator.faults.push({
    service: 'sts',
    operation: 'GetCallerIdentity',
    kind: 'error',
    code: 'AccessDenied',
    status: 403,
  });
  const page = await sessionsPage(lost, { filter: { accountIds: ['999999999999'] } });
  await lost.close();
  expect(page).toMatchObject({ edges: [], incomplete: true });
  expect(page.sources.map(({ status }) => status)).toContain('FAILED');
});
