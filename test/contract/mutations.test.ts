import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const world = () =>
  buildWorld()
    .fleet('design', { State: 'STOPPED' })
    .fleet('sales', { State: 'RUNNING' })
    .stack('Design')
    .associate('Design', 'sales').world;

/** Calls that reached AWS, except GetCallerIdentity. */
const sent = () => gateway.calls().map(({ operation }) => operation);

const START = `mutation Start($name: String!) {
  startFleet(input: { name: $name }) { fleet { name state } userErrors { code message field } }
}`;

describe('A mutation', () => {
  test('answers with what was changed, read again', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query('{ fleet(name: "design") { state } }');
    const { data, errors } = await gateway.query(START, { name: 'design' });
    expect(errors).toBeUndefined();
    expect(data.startFleet).toEqual({ fleet: { name: 'design', state: 'STARTING' }, userErrors: [] });
    expect(sent()).toEqual(['DescribeFleets', 'StartFleet', 'DescribeFleets']);
  });

  test('that AWS rejects answers with userErrors, and with nothing else', async () => {
    gateway = await startGateway({ world: world() });
    const { data, errors } = await gateway.query(START, { name: 'absent' });
    expect(errors).toBeUndefined();
    expect(data.startFleet).toEqual({
      fleet: null,
      userErrors: [{ code: 'NOT_FOUND', message: expect.stringContaining('`absent`'), field: ['input', 'name'] }],
    });
  });

  test('of a region that is not read says so as a userError, and sends nothing', async () => {
    gateway = await startGateway({ world: world() });
    const { data } = await gateway.query(
      'mutation { startFleet(input: { name: "design", region: "mars-1" }) { userErrors { code field } } }',
    );
    expect(data.startFleet.userErrors).toEqual([{ code: 'BAD_USER_INPUT', field: ['input'] }]);
    expect(sent()).toEqual([]);
  });

  test('that fails upstream is a GraphQL error', async () => {
    gateway = await startGateway({ world: world() });
    gateway.emulator.faults.push({ operation: 'StartFleet', kind: 'error', code: 'AccessDeniedException' });
    const { data, errors } = await gateway.query(START, { name: 'design' });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ACCESS_DENIED', operation: 'StartFleet' });
  });
});

describe('With mutations off', () => {
  test('a mutation answers FORBIDDEN, nothing reaches AWS, and queries are answered', async () => {
    gateway = await startGateway({ world: world(), mutations: false });
    const { data, errors } = await gateway.query(START, { name: 'design' });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
    expect(gateway.emulator.calls).toEqual([]);
    expect((await gateway.query('{ fleet(name: "design") { state } }')).data.fleet.state).toBe('STOPPED');
  });

  test('they stay in the schema', async () => {
    gateway = await startGateway({ mutations: false });
    const { data } = await gateway.query('{ __schema { mutationType { fields { name } } } }');
    expect(data.__schema.mutationType.fields).toContainEqual({ name: 'startFleet' });
  });
});
