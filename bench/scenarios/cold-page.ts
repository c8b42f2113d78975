import { AppStreamClient, DescribeSessionsCommand } from '@aws-sdk/client-appstream';
import { ask } from '../support/ask.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { findListing } from '../support/listing.ts';
import { awsClientConfig, startAws, startGateway } from '../support/programs.ts';

const ROUNDS = 40;
const WARM_UP = 25;
const AGAINST = 'the raw SDK client, AWS 20 ms away';

/**
 * One page of AWS through the gateway without a cache, against the same page by the raw SDK client. `hasNextPage` takes
 * a call more: only AWS's next page shows whether it has items.
 */
export async function coldPage(): Promise<Row[]> {
  const aws = await startAws('--sessions', '5000', '--latency', '20', '--sessions-default-to-all');
  const gateway = await startGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '0' });
  const { stack, fleet } = await findListing(gateway.url, 60);
  const client = new AppStreamClient(awsClientConfig(aws));
  const throughGateway = (more = '') =>
    ask(
      gateway.url,
      `{ appStreamSessions(stackName: "${stack}", fleetName: "${fleet}", first: 50) { ${more} nodes { sessionId userId status startedAt expiresAt instanceId authenticationType connectionState } } }`,
    );
  const raw = () => client.send(new DescribeSessionsCommand({ StackName: stack, FleetName: fleet, Limit: 50 }));

  const times = { one: [] as number[], ahead: [] as number[], raw: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const [one, ahead, reference] = [
      await timed(() => throughGateway()),
      await timed(() => throughGateway('pageInfo { hasNextPage }')),
      await timed(raw),
    ];
    if (round < 0) continue;
    times.one.push(one);
    times.ahead.push(ahead);
    times.raw.push(reference);
  }
  client.destroy();
  await Promise.all([gateway.stop(), aws.stop()]);

  const row = { scenario: 'cold page', reference: median(times.raw), against: AGAINST, unit: 'ms' };
  return [
    { ...row, what: '50 sessions, median', ours: median(times.one) },
    { ...row, what: '50 sessions and hasNextPage (2 calls), median', ours: median(times.ahead) },
  ];
}
