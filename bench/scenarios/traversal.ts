import { DescribeSessionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ask } from '../support/ask.ts';
import type { Child } from '../support/child.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { awsClientConfig, startAws, startGateway } from '../support/programs.ts';

/** Page sizes, and the rounds in which they are measured: a traversal by few sessions takes seconds. */
const ROUNDS = [
  [10, 50, 200],
  [50, 200],
  [50, 200],
] as const;
const QUERY =
  'query ($first: Int, $after: String) { ssmSessions(first: $first, after: $after) { nodes { sessionId status } pageInfo { hasNextPage endCursor } } }';

/** A traversal of some 5,000 sessions at several `first`, against the raw SDK loop at AWS's largest page. Rounds are interleaved. */
export async function traversal(): Promise<Row[]> {
  const aws = await startAws('--sessions', '44000', '--latency', '5');
  const client = new SSMClient(awsClientConfig(aws));
  const reference: Traversal[] = [];
  const ours = new Map<number, Traversal[]>();
  for (const sizes of ROUNDS) {
    reference.push(await measured(() => loop(client)));
    for (const first of sizes) ours.set(first, [...(ours.get(first) ?? []), await throughGateway(aws, first)]);
  }
  client.destroy();
  await aws.stop();
  return [...ours].flatMap(([first, traversals]) => rowsOf(first, traversals, reference));
}

function rowsOf(first: number, ours: readonly Traversal[], reference: readonly Traversal[]): Row[] {
  const row = { scenario: 'traversal', against: `the raw SDK loop, ${ours[0]?.sessions} sessions` };
  const [calls, loopCalls] = [ours[0]?.calls ?? 0, reference[0]?.calls ?? 0];
  const time = (all: readonly Traversal[]) => median(all.map(({ ms }) => ms));
  return [
    { ...row, what: `first: ${first}, AWS calls`, ours: calls, reference: loopCalls, unit: 'calls' },
    { ...row, what: `first: ${first}, time`, ours: time(ours), reference: time(reference), unit: 'ms' },
  ];
}

interface Read {
  readonly calls: number;
  readonly sessions: number;
}

type Traversal = Read & { readonly ms: number };

async function measured(read: () => Promise<Read>): Promise<Traversal> {
  let result: Read = { calls: 0, sessions: 0 };
  const ms = await timed(async () => {
    result = await read();
  });
  return { ...result, ms };
}

async function loop(client: SSMClient): Promise<Read> {
  let [calls, sessions] = [0, 0];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeSessionsCommand({ State: 'Active', MaxResults: 200, NextToken }));
    calls += 1;
    sessions += page.Sessions?.length ?? 0;
    NextToken = page.NextToken;
  } while (NextToken);
  return { calls, sessions };
}

/** Starts a gateway for each traversal, whose cache is empty. */
async function throughGateway(aws: Child, first: number): Promise<Traversal> {
  const gateway = await startGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '10000' });
  const traversal = await measured(() => follow(gateway, first));
  await gateway.stop();
  return traversal;
}

async function follow({ url }: Child, first: number): Promise<Read> {
  let [calls, sessions] = [0, 0];
  let after: string | null = null;
  do {
    const page = await ask(url, QUERY, { first, after });
    const { nodes, pageInfo } = page.data.ssmSessions;
    calls += page.calls;
    sessions += nodes.length;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return { calls, sessions };
}
