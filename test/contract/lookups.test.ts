import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, PLACES, REGIONS, SCOPES, tagOf } from '../support/locations.ts';

let gateway: TestGateway;
const poolIdOf = (tag: string) => `wspool-only${tag.replace('-', '')}00`.slice(0, 16);
const nodeIdOf = (tag: string) => `i-${tag.replace('-', '').padEnd(17, '0')}`;
beforeEach(async () => {
  const world = fourLocations((builder, tag) =>
    builder
      .pool(`pool-${tag}`, { PoolId: poolIdOf(tag) })
      .pool(tag.charAt(0), { PoolId: `wspool-one${tag.replace('-', '')}000`.slice(0, 16) })
      .node(nodeIdOf(tag)),
  );
  gateway = await startGateway({ world, scopes: SCOPES });
});
afterEach(() => gateway.close());

const LOCATION = 'location { accountId region }';
/** Each look-up of one thing: how it is asked for, and what names it in a location. */
const LOOKUPS: Readonly<
  Record<string, readonly [arg: string, nameOf: (tag: string) => string, shared: string | null]>
> = {
  fleet: ['name', (tag) => `fleet-${tag}`, 'shared'],
  stack: ['name', (tag) => `stack-${tag}`, 'Shared'],
  pool: ['poolId', poolIdOf, 'wspool-shared001'],
  managedNode: ['instanceId', nodeIdOf, null],
};
const ask = (field: string, name: string, more = '') =>
  gateway.query(`{ it: ${field}(${LOOKUPS[field]?.[0]}: ${JSON.stringify(name)}${more}) { ${LOCATION} } }`);

describe.each(Object.keys(LOOKUPS))('%s, in several accounts and regions', (field) => {
  const [, nameOf, shared] = LOOKUPS[field] as (typeof LOOKUPS)[string];

  test('is found where it is', async () => {
    for (const location of PLACES) {
      const { data, errors } = await ask(field, nameOf(tagOf(location)));
      expect(errors).toBeUndefined();
      expect(data.it).toEqual({ location: location });
    }
  });

  test('is null where none has it', async () => {
    expect(await ask(field, nameOf('9-xx'))).toEqual({ data: { it: null } });
  });

  test('is asked back for where several have it, which are listed', async () => {
    if (shared === null) return;
    const all = await ask(field, shared);
    expect(all.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    for (const { accountId, region } of PLACES) {
      expect(all.errors?.[0]?.message).toContain(`account ${accountId}, region ${region}`);
    }
    const some = await ask(field, shared, `, region: "${REGIONS[1]}"`);
    expect(some.errors?.[0]?.message).not.toContain(REGIONS[0]);
    const one = await ask(field, shared, `, region: "${REGIONS[1]}", accountId: "${ACCOUNTS[1]}"`);
    expect(one.data.it).toEqual({ location: { accountId: ACCOUNTS[1], region: REGIONS[1] } });
  });

  test('is sought in the selected locations only', async () => {
    gateway.emulator.clearCalls();
    const [first, second] = PLACES as [(typeof PLACES)[0], (typeof PLACES)[0]];
    expect((await ask(field, nameOf(tagOf(first)), `, region: "${second.region}"`)).data.it).toBeNull();
    expect(new Set(gateway.calls().map(({ region }) => region))).toEqual(new Set([second.region]));
  });

  test('is found though other locations cannot be read, and is an error where it may be there', async () => {
    const [readable, ...denied] = PLACES as [(typeof PLACES)[0], ...typeof PLACES];
    for (const location of denied) {
      gateway.emulator.faults.push({ ...location, kind: 'error', code: 'AccessDeniedException' });
    }
    expect((await ask(field, nameOf(tagOf(readable)))).data.it).toEqual({ location: readable });
    const { data, errors } = await ask(field, nameOf('9-xx'));
    expect(data.it).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }]);
    expect(errors?.[0]?.message).toMatch(/account \d{12}, region /);
  });
});

describe('Lists of one stack and fleet, or pool', () => {
  test('span the locations', async () => {
    const { data, errors } = await gateway.query(
      `{ appStreamSessions(stackName: "Shared", fleetName: "shared") { nodes { ${LOCATION} } }
         poolSessions(poolId: "wspool-shared001") { nodes { ${LOCATION} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.appStreamSessions.nodes).toHaveLength(12);
    expect(data.poolSessions.nodes).toHaveLength(8);
  });

  test('of a pool that one location has are that location’s', async () => {
    const { data, errors } = await gateway.query(
      `{ poolSessions(poolId: "${poolIdOf('1-us')}") { nodes { ${LOCATION} } pageInfo { hasNextPage } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.poolSessions).toEqual({ nodes: [], pageInfo: { hasNextPage: false } });
  });
});

describe('A name that nothing can have', () => {
  const malformed = fc.oneof(
    fc.constantFrom('', ' ', 'a b', '-x', '.x', 'ä', 'a/b', 'a\n', '*', 'x'.repeat(129), '\u0000', 'a,b', '"'),
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !/^[A-Za-z0-9][\w.-]*$/.test(text)),
  );

  test.each([
    ['fleets', 'fleet-1-eu', 'name'],
    ['stacks', 'stack-1-eu', 'name'],
    ['pools', 'pool-1-eu', 'poolName'],
  ])('in %s(names:) finds nothing, and leaves the others alone', async (field, name, member) => {
    await fc.assert(
      fc.asyncProperty(fc.array(malformed, { maxLength: 4 }), fc.nat(4), async (bad, index) => {
        const names = bad.toSpliced(index, 0, name);
        const { data, errors } = await gateway.query(
          `query ($names: [String!]) { it: ${field}(names: $names, region: "eu-west-1", accountId: "${ACCOUNTS[0]}") { nodes { ${member} } } }`,
          { names },
        );
        expect(errors).toBeUndefined();
        expect(data.it.nodes).toEqual([{ [member]: name }]);
      }),
      { numRuns: 40 },
    );
    gateway.emulator.clearCalls();
    const only = await gateway.query(`{ it: ${field}(names: ["a b", ""]) { nodes { ${member} } } }`);
    expect(only.data.it.nodes).toEqual([]);
    expect(gateway.calls()).toEqual([]);
  });

  test('of one character is a pool’s, though AWS’s filter does not take it', async () => {
    const { data } = await gateway.query(
      `{ pools(names: ["1", "pool-1-eu", "x y"], accountId: "${ACCOUNTS[0]}", region: "eu-west-1") { nodes { poolName } } }`,
    );
    expect(data.pools.nodes.map(({ poolName }: { poolName: string }) => poolName).sort()).toEqual(['1', 'pool-1-eu']);
  });
});

test('One query holds what routers ask for and what clients do', async () => {
  const id = encodeId('Fleet', JSON.stringify([ACCOUNTS[0], 'eu-west-1', 'shared']));
  const { data, errors } = await gateway.query(
    `query ($id: ID!, $of: [_Any!]!) {
      node(id: $id) { id } nodes(ids: [$id]) { id } _entities(representations: $of) { ... on Fleet { id } } _service { sdl }
    }`,
    { id, of: [{ __typename: 'Fleet', id }] },
  );
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ node: { id }, nodes: [{ id }], _entities: [{ id }] });
  expect(data._service.sdl).not.toMatch(/\bnode\(/);
  const named = await gateway.query('query ($id: ID!) { node(id: $id) { id } user(userName: "_entities") { id } }', {
    id,
  });
  expect(named.errors).toBeUndefined();
});
