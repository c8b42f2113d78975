import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, SCOPES } from '../support/locations.ts';
import { start } from '../support/plain-shapes.ts';
import { SESSIONS, sessionsPages } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const [ONE, TWO] = ['i-00000000000000001', 'i-00000000000000002'];
const LATER = new Date(Date.now() + 86_400_000);
const at = (minutes: number) => new Date(start + minutes * 60_000);

/** Sessions whose instance says what they are: `InstanceId` is free text to a filter. */
function world() {
  const told = buildWorld()
    .fleet('cad')
    .fleet('web')
    .stack('Design')
    .stack('Office')
    .associate('Design', 'cad', 'web')
    .associate('Office', 'web')
    .appStreamSessions({ stack: 'Design', fleet: 'cad', UserId: 'alice', Id: 'design-cad', StartTime: at(-10) })
    .appStreamSessions({
      stack: 'Design',
      fleet: 'web',
      UserId: 'bob',
      Id: 'design-web',
      ConnectionState: 'NOT_CONNECTED',
      StartTime: at(-20),
    })
    .appStreamSessions({ stack: 'Office', fleet: 'web', UserId: 'alice', Id: 'office-web', StartTime: undefined })
    .node(ONE)
    .node(TWO)
    .ssmSessions({ SessionId: 'shell-one', Target: ONE, Owner: 'arn:aws:iam::1:user/alice', StartDate: at(-10) })
    .ssmSessions({
      SessionId: 'shell-two',
      Target: TWO,
      Owner: 'arn:aws:sts::1:assumed-role/Admin/bob',
      StartDate: at(-30),
    })
    .ssmSessions({
      state: 'History',
      SessionId: 'shell-old',
      Target: ONE,
      Owner: 'arn:aws:iam::1:user/alice',
      StartDate: at(-90),
    })
    .pool('Dev')
    .pool('Ops');
  const pool = { ExpirationTime: LATER };
  return told
    .poolSessions({ ...pool, pool: 'Dev', SessionId: 'pool-dev', UserId: 'ALICE', StartTime: at(-10) })
    .poolSessions({ ...pool, pool: 'Ops', SessionId: 'pool-ops', UserId: 'bob', StartTime: at(-30) });
}

const poolIds = (...names: string[]) => names.map((name) => world().poolId(name));
const ALL = 'design-cad design-web office-web shell-one shell-two pool-dev pool-ops';

/** Filter and what is left. */
const CONDITIONS: readonly (readonly [filter: object, ids: string])[] = [
  [{}, ALL],
  [{ services: null, statuses: null, fleetNames: null, includeHistory: null }, ALL],
  [{ services: ['APPSTREAM'] }, 'design-cad design-web office-web'],
  [{ services: ['SSM', 'WORKSPACES'] }, 'shell-one shell-two pool-dev pool-ops'],
  [{ statuses: ['DISCONNECTED'] }, 'design-web'],
  [{ statuses: ['CONNECTED'] }, 'design-cad office-web shell-one shell-two pool-dev pool-ops'],
  [{ statuses: ['TERMINATED'] }, ''],
  [{ statuses: ['TERMINATED'], includeHistory: true }, 'shell-old'],
  [{ statuses: ['CONNECTED'], includeHistory: true, services: ['SSM'] }, 'shell-one shell-two'],
  [{ userName: 'Alice' }, 'design-cad office-web shell-one pool-dev'],
  [{ userName: ' alice ' }, 'design-cad office-web shell-one pool-dev'],
  [{ userName: 'arn:aws:sts::7:assumed-role/Other/BOB' }, 'design-web shell-two pool-ops'],
  [{ userName: 'absent' }, ''],
  [{ startedAfter: at(-20) }, 'design-cad design-web shell-one pool-dev'],
  [{ startedBefore: at(-20) }, 'shell-two pool-ops'],
  [{ startedAfter: at(-25), startedBefore: at(-15) }, 'design-web'],
  [{ fleetNames: ['web'] }, 'design-web office-web'],
  [{ fleetNames: ['web', 'cad', 'web'] }, 'design-cad design-web office-web'],
  [{ fleetNames: ['gone', 'cad'] }, 'design-cad'],
  [{ fleetNames: ['gone'] }, ''],
  [{ stackNames: ['Design'] }, 'design-cad design-web'],
  [{ stackNames: ['Office', 'gone', 'Design', 'Office'] }, 'design-cad design-web office-web'],
  [{ stackNames: ['gone'] }, ''],
  [{ stackNames: ['Design'], fleetNames: ['web'] }, 'design-web'],
  [{ stackNames: ['Office'], fleetNames: ['cad'] }, ''],
  [{ poolIds: poolIds('Ops') }, 'pool-ops'],
  [{ poolIds: [...poolIds('Ops', 'Dev'), 'wspool-zzzzzzzzz'] }, 'pool-dev pool-ops'],
  [{ poolIds: ['wspool-zzzzzzzzz'] }, ''],
  [{ targets: [TWO] }, 'shell-two'],
  [{ targets: [ONE], includeHistory: true }, 'shell-one shell-old'],
  [{ targets: ['i-0aaaaaaaaaaaaaaaa'] }, ''],
  [{ includeHistory: true }, 'design-cad design-web office-web shell-one shell-two shell-old pool-dev pool-ops'],
  [{ regions: ['eu-west-1'] }, ALL],
  [{ accountIds: ['123456789012'] }, ALL],
  [{ services: ['APPSTREAM', 'SSM'], userName: 'alice', startedAfter: at(-11) }, 'design-cad shell-one'],
  [{ userName: 'alice', fleetNames: ['cad', 'web'], stackNames: ['Design'], statuses: ['CONNECTED'] }, 'design-cad'],
];

describe('Conditions must all hold', () => {
  test.each(CONDITIONS)('%j', async (filter, wanted) => {
    gateway = await startGateway({ world: world().world });
    for (const first of [1, 200]) {
      const pages = await sessionsPages(gateway, { filter, first });
      const ids = pages.flatMap(({ edges }) => edges.map(({ node }) => String(node.sessionId)));
      expect(ids.toSorted()).toEqual(wanted.split(' ').filter(Boolean).toSorted());
      for (const page of pages) expect(page.incomplete).toBe(false);
    }
  });

  test.each<[{ regions?: string[]; accountIds?: string[] }, string[]]>([
    [{ regions: ['us-east-1'] }, ['1-us', '2-us']],
    [{ accountIds: [ACCOUNTS[1]] }, ['2-eu', '2-us']],
    [{ accountIds: [ACCOUNTS[1]], regions: ['eu-west-1'] }, ['2-eu']],
  ])('%j, of four locations', async (filter, tags) => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    const { data } = await gateway.query(
      'query ($filter: SessionFilter) { sessions(filter: $filter, first: 200) { nodes { location { accountId region } } } }',
      { filter },
    );
    const found = data.sessions.nodes.map(
      ({ location }: { location: { accountId: string; region: string } }) =>
        `${location.accountId[0]}-${location.region.slice(0, 2)}`,
    );
    expect(found.toSorted()).toEqual(tags.flatMap((tag) => Array(7).fill(tag)).toSorted());
    const asked = new Set(gateway.calls().map(({ region }) => region));
    expect(asked).toEqual(new Set('regions' in filter ? filter.regions : ['eu-west-1', 'us-east-1']));
  });
});

describe('Conditions that contradict each other are an empty list, and cost no call', () => {
  test.each([
    { services: [] },
    { statuses: [] },
    { fleetNames: [] },
    { stackNames: [] },
    { poolIds: [] },
    { targets: [] },
    { regions: [] },
    { accountIds: [] },
    { startedAfter: at(0), startedBefore: at(0) },
    { startedAfter: at(1), startedBefore: at(0) },
    { fleetNames: ['cad'], poolIds: ['wspool-zzzzzzzzz'] },
    { targets: [ONE], poolIds: ['wspool-zzzzzzzzz'] },
    { targets: [ONE], stackNames: ['Design'] },
    { services: ['SSM'], stackNames: ['Design'] },
    { services: ['APPSTREAM'], targets: [ONE] },
    { services: ['WORKSPACES'], fleetNames: ['cad'] },
  ])('%j', async (filter) => {
    gateway = await startGateway({ world: world().world });
    const [page] = await sessionsPages(gateway, { filter });
    expect(page).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, endCursor: null }, incomplete: false });
    expect(gateway.emulator.calls).toEqual([]);
  });
});

describe('A name that no user can have is BAD_USER_INPUT before any call', () => {
  test.each([
    { fleetNames: ['b a d'] },
    { fleetNames: ['cad', ''] },
    { stackNames: ['b a d'] },
    { stackNames: ['Design'], fleetNames: ['b a d'] },
    { poolIds: ['pool-1'] },
    { userName: '' },
    { userName: '  ' },
    { statuses: ['UNKNOWN'] },
  ])('%j', async (filter) => {
    gateway = await startGateway({ world: world().world });
    const { errors } = await gateway.query(SESSIONS, { filter, first: 1 });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(gateway.emulator.calls).toEqual([]);
  });
});

test('A session that ends while a request reads the active sessions, and then the ended ones, is listed once', async () => {
  const { world: told } = buildWorld().node(ONE).ssmSessions({ SessionId: 'ending', Target: ONE });
  for (const { ssmSessions } of told.locations()) {
    for (const active of [...ssmSessions.values()]) {
      ssmSessions.set('a moment later', { ...active, Status: 'Terminated', EndDate: at(0) });
    }
  }
  gateway = await startGateway({ world: told });
  const statuses = async (filter: object) => {
    const query =
      'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { sessionId status } sources { status } } }';
    const { data } = await gateway.query(query, { filter: { services: ['SSM'], includeHistory: true, ...filter } });
    return data.sessions;
  };
  const sources = [{ status: 'COMPLETE' }, { status: 'COMPLETE' }];
  expect(await statuses({})).toEqual({ nodes: [{ sessionId: 'ending', status: 'CONNECTED' }], sources });
  expect(await statuses({ statuses: ['TERMINATED'] })).toMatchObject({ nodes: [{ status: 'TERMINATED' }] });
});
