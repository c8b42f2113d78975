import { ask } from '../support/ask.ts';
import type { Row } from '../support/figures.ts';
import { keptFor, startAws, startGateway } from '../support/programs.ts';

interface Example {
  readonly name: string;
  readonly query: string;
  /** The fewest calls that AWS's API allows, and why. */
  readonly minimum: number;
  readonly because: string;
}

/** Prepared for a world of 12 fleets, 8 stacks, 240 sessions, 3 pools and 30 nodes: see `prepare`. */
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
      because: 'AWS refuses the batch; once the one is answered, the other is the culprit',
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
      name: 'shell sessions with machines',
      query: '{ ssmSessions(first: 20) { nodes { managedNode { computerName } } } }',
      minimum: 2,
      because: 'a page of DescribeSessions, DescribeInstanceInformation for 50 ids',
    },
    {
      name: 'pools with sessions',
      query: '{ pools { nodes { sessions(first: 5) { nodes { status pool { poolName } } } } } }',
      minimum: 4,
      because: 'DescribeWorkspacesPools, DescribeWorkspacesPoolSessions for each of three; the pools are known',
    },
    { name: 'one pool', query: `{ pool(poolId: "${pool}") { poolName } }`, minimum: 1, because: 'by id' },
    {
      name: 'a machine and its sessions',
      query: `{ managedNode(instanceId: "${node}") { sessions { nodes { owner } } } }`,
      minimum: 2,
      because: 'DescribeInstanceInformation, then DescribeSessions filtered by target',
    },
    {
      name: 'one shell session by id',
      query: `{ node(id: "${sessionId}") { id } }`,
      minimum: 1,
      because: 'it is active',
    },
    {
      name: 'the same list twice',
      query: '{ a: fleets { nodes { name } } b: fleets { nodes { state } } }',
      minimum: 1,
      because: 'it is the same page',
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

/** Each query alone, with nothing kept, against the fewest calls that AWS's API allows. */
export async function callsPerQuery(): Promise<Row[]> {
  const aws = await startAws('--unsized-page-length', '100');
  const gateway = await startGateway(aws.url, keptFor(0));
  const rows: Row[] = [];
  for (const { name, query, minimum, because } of examples(await prepare(gateway.url))) {
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
  await Promise.all([gateway.stop(), aws.stop()]);
  return rows;
}
