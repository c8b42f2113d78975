import process from 'node:process';
import autocannon from 'autocannon';
import { ask } from '../support/ask.ts';
import { type Child, cpuSeconds, startAws, startChild, startGateway, startQuietGateway } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { findListing } from '../support/listing.ts';

const ROUNDS = 7;
const SECONDS = 2;
const CONNECTIONS = 10;
/** Below the ports that the system gives away. */
const FIRST_PORT = 20_000 + (process.pid % 10_000);
const OFF = 'neither';

/**
 * What metrics and traces add to a warm query of 50 edges. Processor time and not throughput: what is looked for is a few
 * hundredths, and who else is busy on the machine shifts throughput by more. Rounds are interleaved.
 */
export async function telemetry(): Promise<Row[]> {
  const aws = await startAws('--sessions', '2000', '--everybody-by-default');
  const collector = await startChild('bench/servers/collector.ts');
  const scout = await startGateway(aws.url);
  const { stack, fleet } = await findListing(scout.url, 60);
  await scout.stop();
  const query = `query Page { appStreamSessions(stackName: "${stack}", fleetName: "${fleet}", first: 50) { edges { cursor node { sessionId userId status startedAt expiresAt instanceId authenticationType connectionState } } pageInfo { hasNextPage endCursor } } }`;

  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const tenth = { ...traces, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
  const variants: Record<string, Record<string, string>> = {
    [OFF]: {},
    metrics: { GATEWAY_METRICS_PORT: '0' },
    'traces, one in ten': tenth,
    'traces, all': traces,
    'metrics, and traces, one in ten': { GATEWAY_METRICS_PORT: '0', ...tenth },
  };
  const gateways: Record<string, Child> = {};
  const costs: Record<string, number[]> = {};
  for (const [index, [name, env]] of Object.entries(variants).entries()) {
    const keep = { GATEWAY_CACHE_SESSIONS_MS: '3600000', PORT: String(FIRST_PORT + index) };
    const gateway = await startQuietGateway(aws.url, { ...keep, ...env });
    gateways[name] = gateway;
    costs[name] = [];
    for (let warm = 0; warm < 500; warm += 1) await ask(gateway.url, query);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, gateway] of Object.entries(gateways)) costs[name]?.push(await cost(gateway, query));
  }
  await Promise.all([...Object.values(gateways), aws, collector].map((child) => child.stop()));

  const reference = median(costs[OFF] ?? []);
  return Object.entries(costs)
    .filter(([name]) => name !== OFF)
    .map(([name, cost]) => ({
      scenario: 'telemetry',
      what: `warm 50 edges, ${name}`,
      ours: median(cost),
      reference,
      against: OFF,
      unit: 'CPU µs a request',
    }));
}

async function cost({ url, process: { pid } }: Child, query: string): Promise<number> {
  const before = (await cpuSeconds(pid)) ?? Number.NaN;
  const { requests } = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections: CONNECTIONS,
    duration: SECONDS,
  });
  return (((await cpuSeconds(pid)) ?? Number.NaN) - before) * (1e6 / requests.total);
}
