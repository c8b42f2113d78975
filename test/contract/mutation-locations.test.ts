import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { fourLocations, PLACES, SCOPES, tagOf } from '../support/locations.ts';

let gateway: TestGateway;
beforeEach(async () => {
  const world = fourLocations((builder) => builder.pool('Stopped', { PoolId: 'wspool-stopped01', State: 'STOPPED' }));
  gateway = await startGateway({ world, scopes: SCOPES });
});
afterEach(() => gateway.close());

const NEW_FLEET = {
  name: 'new',
  instanceType: 'stream.standard.medium',
  imageName: 'base',
  computeCapacity: { desiredInstances: 1 },
};

/** Each mutation with a location argument: its other input, and the call that makes the change. */
const MUTATIONS: readonly (readonly [mutation: string, input: object, operation: string])[] = [
  ['createFleet', NEW_FLEET, 'CreateFleet'],
  ['updateFleet', { name: 'shared', displayName: 'Shared' }, 'UpdateFleet'],
  ['startFleet', { name: 'shared' }, 'StartFleet'],
  ['stopFleet', { name: 'shared' }, 'StopFleet'],
  ['deleteFleet', { name: 'shared' }, 'DeleteFleet'],
  ['associateFleet', { fleetName: 'shared', stackName: 'Shared' }, 'AssociateFleet'],
  ['disassociateFleet', { fleetName: 'shared', stackName: 'Shared' }, 'DisassociateFleet'],
  ['startPool', { poolId: 'wspool-stopped01' }, 'StartWorkspacesPool'],
  ['stopPool', { poolId: 'wspool-shared001' }, 'StopWorkspacesPool'],
];

async function change(mutation: string, input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data } = await gateway.query(
    `mutation ($input: ${type}!) { it: ${mutation}(input: $input) { userErrors { code message field } } }`,
    { input },
  );
  return data.it.userErrors as readonly { readonly code: string; readonly message: string }[];
}

describe.each(MUTATIONS)('%s', (mutation, input, operation) => {
  test('of one of four scopes reaches that location only, and is on record with it', async () => {
    const location = { accountId: '222222222222', region: 'us-east-1' };
    await change(mutation, { ...input, ...location });
    expect(gateway.calls().filter((call) => call.operation === operation)).toHaveLength(1);
    expect(new Set(gateway.calls().map(tagOf))).toEqual(new Set(['2-us']));
    expect(gateway.audit.map(({ scopes }) => scopes)).toEqual([[location], [location]]);
  });

  test.each([
    ['nothing', {}, PLACES],
    ['the region', { region: 'us-east-1' }, PLACES.filter(({ region }) => region === 'us-east-1')],
    ['the account', { accountId: '111111111111' }, PLACES.filter(({ accountId }) => accountId === '111111111111')],
  ])('told %s is rejected, with what it could be, and AWS is told nothing', async (_what, selection, left) => {
    const listed = left.map(({ accountId, region }) => `account ${accountId}, region ${region}`).join('; ');
    expect(await change(mutation, { ...input, ...selection })).toEqual([
      {
        code: 'BAD_USER_INPUT',
        message: `Several locations match: ${listed}. Select one with \`accountId\` and \`region\`.`,
        field: ['input'],
      },
    ]);
    expect(gateway.emulator.calls).toEqual([]);
    expect(gateway.audit).toMatchObject([{ phase: 'intent', scopes: [] }, { outcome: 'rejected' }]);
  });
});

test('Every mutation that takes a region is among these', async () => {
  const { data } = await gateway.query(
    '{ __schema { mutationType { fields { name args { type { ofType { inputFields { name } } } } } } } }',
  );
  type Field = { name: string; args: { type: { ofType: { inputFields: { name: string }[] } } }[] };
  const takesRegion = ({ args }: Field) => args[0]?.type.ofType.inputFields.some(({ name }) => name === 'region');
  const fields: Field[] = data.__schema.mutationType.fields;
  expect(
    fields
      .filter(takesRegion)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(MUTATIONS.map(([name]) => name).sort());
});
