import { ask } from '../support/ask.ts';
import { type Child, startChild } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { load } from '../support/load.ts';
import { awsEnvironment, startAws, startQuietGateway } from '../support/programs.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 10;

/** A warm connection of 50 edges × 8 fields, against other servers over the same schema and data. Rounds are interleaved. */
export async function throughput(): Promise<Row[]> {
  const aws = await startAws('--sessions', '2000', '--everybody-by-default');
  const query = await pageOfFifty(aws.url);

  const env = { ...awsEnvironment(aws.url), BENCH_QUERY: query };
  const servers: Record<string, Child> = {
    gateway: await startQuietGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '3600000' }),
    'node:http + JSON.stringify': await startChild('bench/servers/plain-http.ts', [], env),
    'Mercurius with JIT': await startChild('bench/servers/mercurius.ts', [], env),
    'Apollo Server': await startChild('bench/servers/apollo.ts', [], env),
  };
  const figures: Record<string, { rate: number[]; p99: number[] }> = {};
  for (const [name, { url }] of Object.entries(servers)) {
    figures[name] = { rate: [], p99: [] };
    for (let warm = 0; warm < 500; warm += 1) await ask(url, query);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, { url }] of Object.entries(servers)) {
      const { requests, latency } = await load(url, query, { connections: CONNECTIONS, duration: SECONDS });
      figures[name]?.rate.push(requests.average);
      figures[name]?.p99.push(latency.p99);
    }
  }
  await Promise.all([...Object.values(servers).map((server) => server.stop()), aws.stop()]);

  const ours = figures.gateway ?? { rate: [], p99: [] };
  return Object.entries(figures)
    .filter(([name]) => name !== 'gateway')
    .flatMap(([against, { rate, p99 }]) => [
      {
        scenario: 'throughput',
        what: 'warm 50 edges',
        ours: median(ours.rate),
        reference: median(rate),
        against,
        unit: 'requests/s',
      },
      {
        scenario: 'throughput',
        what: 'warm 50 edges, p99',
        ours: median(ours.p99),
        reference: median(p99),
        against,
        unit: 'ms',
      },
    ]);
}
