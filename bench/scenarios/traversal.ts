import { DescribeSessionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ask } from '../support/ask.ts';
import { type Row, timed } from '../support/figures.ts';
import { awsClientConfig, startAws, startGateway } from '../support/programs.ts';

/** A traversal of some 5,000 sessions at several `first`, against the raw SDK loop at AWS's largest page. */
export async function traversal(): Promise<Row[]> {
  const aws = await startAws('--sessions', '44000', '--latency', '5');
  const client = new SSMClient(awsClientConfig(aws));
  const rows: Row[] = [];
  for (const first of [1, 7, 50, 200]) {
    let [rawCalls, calls, sessions] = [0, 0, 0];
    const reference = await timed(async () => {
      let NextToken: string | undefined;
      do {
        const page = await client.send(new DescribeSessionsCommand({ State: 'Active', MaxResults: 200, NextToken }));
        rawCalls += 1;
        NextToken = page.NextToken;
      } while (NextToken);
    });
    const gateway = await startGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '10000' });
    const ours = await timed(async () => {
      let after: string | null = null;
      do {
        const query =
          'query ($first: Int, $after: String) { ssmSessions(first: $first, after: $after) { nodes { sessionId status } pageInfo { hasNextPage endCursor } } }';
        const page = await ask(gateway.url, query, { first, after });
        const { nodes, pageInfo } = page.data.ssmSessions;
        calls += page.calls;
        sessions += nodes.length;
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
    });
    await gateway.stop();
    const row = { scenario: 'traversal', against: `the raw SDK loop, ${sessions} sessions` };
    rows.push({ ...row, what: `first: ${first}, AWS calls`, ours: calls, reference: rawCalls, unit: 'calls' });
    rows.push({ ...row, what: `first: ${first}, time`, ours, reference, unit: 'ms' });
  }
  client.destroy();
  await aws.stop();
  return rows;
}
