import {
  AppStreamClient,
  DescribeFleetsCommand,
  DescribeSessionsCommand,
  type Fleet,
  ListAssociatedStacksCommand,
} from '@aws-sdk/client-appstream';
import { ask } from '../support/ask.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { awsClientConfig, startAws, startGateway } from '../support/programs.ts';

const FIRST = 50;
const ROUNDS = 2;
const TYPES = ['API', 'AWS_AD', 'SAML', 'USERPOOL'] as const;

/** The first page of all sessions where some 300 associations hold some 3,000, against the same calls in sequence. */
export async function firstPage(): Promise<Row[]> {
  const aws = await startAws('--fleets', '270', '--stacks', '270', '--sessions', '6000', '--latency', '50');
  const figures = { ours: [] as number[], reference: [] as number[], calls: 0, referenceCalls: 0 };
  const gateway = await startGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '0', GATEWAY_CACHE_BYTES: '0' });
  const query = `{ sessions(first: ${FIRST}) { nodes { sessionId status startedAt } pageInfo { hasNextPage endCursor } } }`;
  // Warms up the code; nothing is cached.
  await ask(gateway.url, query);
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.ours.push(
      await timed(async () => {
        figures.calls = (await ask(gateway.url, query)).calls;
      }),
    );
    figures.reference.push(
      await timed(async () => {
        figures.referenceCalls = await oneByOne(aws.url);
      }),
    );
  }
  await gateway.stop();
  const associations = await associationsOf(aws.url);
  await aws.stop();
  const row = {
    scenario: 'sessions',
    against: `calls in sequence, ${associations} associations, AWS 50 ms away`,
  };
  return [
    {
      ...row,
      what: `first: ${FIRST}, AWS calls`,
      ours: figures.calls,
      reference: figures.referenceCalls,
      unit: 'calls',
    },
    {
      ...row,
      what: `first: ${FIRST}, median`,
      ours: median(figures.ours),
      reference: median(figures.reference),
      unit: 'ms',
    },
  ];
}

/** Lists in the gateway's order until there is one session more than the page has. */
async function oneByOne(endpoint: string): Promise<number> {
  const client = new AppStreamClient(awsClientConfig({ url: endpoint }));
  let [calls, seen] = [0, 0];
  const fleets: Fleet[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeFleetsCommand({ NextToken }));
    calls += 1;
    fleets.push(...(page.Fleets ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  for (const { Name = '' } of running(fleets)) {
    const { Names = [] } = await client.send(new ListAssociatedStacksCommand({ FleetName: Name }));
    calls += 1;
    for (const StackName of Names.toSorted()) {
      for (const AuthenticationType of TYPES) {
        const input = { StackName, FleetName: Name, AuthenticationType, Limit: 50 };
        const { Sessions = [] } = await client.send(new DescribeSessionsCommand(input));
        calls += 1;
        seen += Sessions.length;
        if (seen > FIRST) return calls;
      }
    }
  }
  return calls;
}

const running = (fleets: readonly Fleet[]) =>
  fleets
    .filter(({ State }) => State !== 'STOPPED')
    .sort((one, other) => ((one.Name ?? '') < (other.Name ?? '') ? -1 : 1));

async function associationsOf(endpoint: string): Promise<number> {
  const gateway = await startGateway(endpoint);
  let [count, after] = [0, null as string | null];
  do {
    const query =
      'query ($after: String) { stacks(first: 200, after: $after) { nodes { fleets { nodes { name } } } pageInfo { hasNextPage endCursor } } }';
    const { stacks } = (await ask(gateway.url, query, { after })).data;
    for (const stack of stacks.nodes) count += stack.fleets.nodes.length;
    after = stacks.pageInfo.hasNextPage ? stacks.pageInfo.endCursor : null;
  } while (after !== null);
  await gateway.stop();
  return count;
}
