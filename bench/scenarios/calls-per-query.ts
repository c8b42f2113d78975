import { ask } from '../support/ask.ts';
import type { Row } from '../support/figures.ts';
import { PERSONAL_WORLD, startPersonalAws } from '../support/personal-world.ts';
import { cacheTtl, startAws, startGateway } from '../support/programs.ts';
import { startVanishedAws, VANISHED_WORLD } from '../support/vanished-world.ts';

interface Example {
  readonly name: string;
  readonly query: string;
  /** Theoretical minimum: the fewest calls that AWS's API allows. */
  readonly minimum: number;
  /** The calls of the minimum. */
  readonly because: string;
}

/** Names of the seeded world: 12 fleets, 8 stacks, 240 sessions, 3 pools and 30 nodes. */
interface World {
  readonly fleet: string;
  readonly stack: string;
  readonly pool: string;
  readonly fleetNames: readonly string[];
  readonly node: string;
  readonly sessionId: string;
}

function examples({ fleet, stack, pool, fleetNames, node, sessionId }: World): Example[] {
  return [
    { name: 'fleets', query: '{ fleets { nodes { name state } } }', minimum: 1, because: 'one page of DescribeFleets' },
    { name: 'one fleet', query: `{ fleet(name: "${fleet}") { name } }`, minimum: 1, because: 'DescribeFleets by name' },
    {
      name: 'ten fleets by name',
      query: `{ ${fleetNames.map((name, index) => `f${index}: fleet(name: "${name}") { name }`).join(' ')} }`,
      minimum: 1,
      because: 'DescribeFleets takes many names',
    },
    {
      name: 'fleets by name, one unknown to AWS',
      query: `{ fleets(names: ${JSON.stringify([...fleetNames.slice(0, 1), 'unknown'])}) { nodes { name } } }`,
      minimum: 2,
      because: 'DescribeFleets rejects both; answered for one of them, it leaves the other missing',
    },
    {
      name: 'fleets with their stacks',
      query: '{ fleets(first: 10) { nodes { name stacks { nodes { name } } } } }',
      minimum: 12,
      because: 'DescribeFleets, ListAssociatedStacks for each of ten (it takes one), DescribeStacks',
    },
    {
      name: '50 sessions with fleet and stack',
      query: `{ appStreamSessions(stackName: "${stack}", fleetName: "${fleet}", first: 50) { nodes { fleet { name } stack { name } } } }`,
      minimum: 3,
      because: 'a page of DescribeSessions, DescribeFleets, DescribeStacks',
    },
    {
      name: 'shell sessions with nodes',
      query: '{ ssmSessions(first: 20) { nodes { managedNode { computerName } } } }',
      minimum: 2,
      because: 'a page of DescribeSessions, DescribeInstanceInformation for 50 ids',
    },
    {
      name: 'pools with sessions',
      query: '{ pools { nodes { sessions(first: 5) { nodes { status pool { poolName } } } } } }',
      minimum: 4,
      because: 'DescribeWorkspacesPools, which has the pools, and DescribeWorkspacesPoolSessions for each of three',
    },
    {
      name: 'one pool',
      query: `{ pool(poolId: "${pool}") { poolName } }`,
      minimum: 1,
      because: 'DescribeWorkspacesPools by id',
    },
    {
      name: 'a node and its sessions',
      query: `{ managedNode(instanceId: "${node}") { sessions { nodes { owner } } } }`,
      minimum: 2,
      because: 'DescribeInstanceInformation, then DescribeSessions filtered by target',
    },
    {
      name: 'one shell session by id',
      query: `{ node(id: "${sessionId}") { id } }`,
      minimum: 1,
      because: 'DescribeSessions of the active ones',
    },
    {
      name: 'the same list twice',
      query: '{ a: fleets { nodes { name } } b: fleets { nodes { state } } }',
      minimum: 1,
      because: 'one page, coalesced',
    },
  ];
}

/** Queries for resources that do not exist any more, and for a list that serves many nodes: see `startVanishedAws`. */
function vanishedExamples(): Example[] {
  const { fleets, nodes, terminatedNodes } = VANISHED_WORLD;
  const unknown = Array.from({ length: 1_000 }, (_, index) => `unknown-${index}`);
  return [
    {
      name: `nodes of shell history, ${terminatedNodes} of 200 gone`,
      query: '{ ssmSessions(state: HISTORY, first: 200) { nodes { managedNode { name } } } }',
      minimum: 3,
      because: `a page of DescribeSessions, DescribeInstanceInformation lists ${nodes} nodes on two pages`,
    },
    {
      name: '1,000 fleets by name, all unknown to AWS',
      query: `{ fleets(names: ${JSON.stringify(unknown)}) { nodes { name } } }`,
      minimum: 1,
      because: `DescribeFleets lists ${fleets} on one page`,
    },
    {
      name: '50 nodes with their sessions',
      query: '{ managedNodes(first: 50) { nodes { sessions { nodes { owner } } } } }',
      minimum: 2,
      because: 'a page of DescribeInstanceInformation, a page of DescribeSessions',
    },
  ];
}

/** Queries for personal WorkSpaces: see `startPersonalAws`. */
function personalExamples(): Example[] {
  const { workspaces, connected } = PERSONAL_WORLD;
  return [
    {
      name: `sessions of ${connected} connected WorkSpaces of ${workspaces}`,
      query: '{ sessions(filter: { services: [WORKSPACES_PERSONAL] }, first: 200) { nodes { user { userName } } } }',
      minimum: Math.ceil(workspaces / 25) + Math.ceil(connected / 25),
      because: 'DescribeWorkspacesConnectionStatus for 25 each, DescribeWorkspaces for 25 connected ones each',
    },
    {
      name: '50 WorkSpaces',
      query: '{ workspaces(first: 50) { nodes { userName state } } }',
      minimum: 2,
      because: 'two pages of DescribeWorkspaces',
    },
    {
      name: '50 WorkSpaces with their connections',
      query: '{ workspaces(first: 50) { nodes { userName connection { connectionState } } } }',
      minimum: 4,
      because: 'two pages of DescribeWorkspaces, DescribeWorkspacesConnectionStatus for 25 ids each',
    },
  ];
}

async function prepare(url: string): Promise<World> {
  const { data } = await ask(
    url,
    '{ fleets(first: 10) { nodes { name stacks { nodes { name } } } } pools { nodes { poolId } } managedNodes(first: 1) { nodes { instanceId } } ssmSessions(first: 1) { nodes { id } } }',
  );
  const fleets = data.fleets.nodes as { name: string; stacks: { nodes: { name: string }[] } }[];
  const served = fleets.find(({ stacks }) => stacks.nodes.length > 0);
  return {
    fleet: served?.name ?? '',
    stack: served?.stacks.nodes[0]?.name ?? '',
    pool: data.pools.nodes[0].poolId,
    fleetNames: fleets.map(({ name }) => name),
    node: data.managedNodes.nodes[0].instanceId,
    sessionId: data.ssmSessions.nodes[0].id,
  };
}

/** Calls of each query alone, without a cache, beside the fewest that AWS's API allows. */
export async function callsPerQuery(): Promise<Row[]> {
  const aws = await startAws('--unsized-page-length', '100');
  const vanished = await startVanishedAws();
  const personal = await startPersonalAws();
  // At once: what is counted does not depend on time.
  const rows = await Promise.all([
    rowsOf(aws.url, async (url) => examples(await prepare(url))),
    rowsOf(vanished.endpoint, async () => vanishedExamples()),
    rowsOf(personal.endpoint, async () => personalExamples()),
  ]);
  await Promise.all([aws.stop(), vanished.close(), personal.close()]);
  return rows.flat();
}

async function rowsOf(endpoint: string, examplesFor: (url: string) => Promise<readonly Example[]>): Promise<Row[]> {
  const gateway = await startGateway(endpoint, cacheTtl(0));
  const rows: Row[] = [];
  for (const { name, query, minimum, because } of await examplesFor(gateway.url)) {
    const { calls } = await ask(gateway.url, query);
    rows.push({
      scenario: 'calls per query',
      what: name,
      ours: calls,
      reference: minimum,
      against: because,
      unit: 'calls',
    });
  }
  await gateway.stop();
  return rows;
}
