import { ask } from '../support/ask.ts';
import { type Child, startChild } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { load } from '../support/load.ts';
import { awsEnvironment, startAws, startQuietGateway } from '../support/programs.ts';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 10;
const WARM = 500;

interface Figures {
  readonly rate: number[];
  readonly p99: number[];
}

/**
 * A warm connection of 50 edges × 8 fields, against other servers over the same schema and data. Rounds are interleaved.
 * Measured twice: with ten connections that send the same request, which the gateway executes once for all that are in
 * flight (shared execution), and with ten that send different ones.
 */
export async function throughput(): Promise<Row[]> {
  const aws = await startAws('--sessions', '2000', '--sessions-default-to-all');
  const query = await pageOfFifty(aws.url);
  const workloads = {
    'warm 50 edges, the same request': [query],
    'warm 50 edges, distinct requests': distinct(query),
  };

  const env = { ...awsEnvironment(aws.url), BENCH_QUERY: query };
  const servers: Record<string, Child> = {
    gateway: await startQuietGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '3600000' }),
    'node:http + JSON.stringify': await startChild('bench/servers/plain-http.ts', [], env),
    'Mercurius with JIT': await startChild('bench/servers/mercurius.ts', [], env),
    'Apollo Server': await startChild('bench/servers/apollo.ts', [], env),
  };
  const rows: Row[] = [];
  for (const [what, queries] of Object.entries(workloads)) {
    const figures = await measure(servers, queries);
    rows.push(...rowsOf(what, figures));
  }
  await Promise.all([...Object.values(servers).map((server) => server.stop()), aws.stop()]);
  return rows;
}

/** The same page under a different operation name for each connection, so that no execution is shared. */
function distinct(query: string): string[] {
  return Array.from({ length: CONNECTIONS }, (_, index) => query.replace('query Page', `query Page${index}`));
}

async function measure(
  servers: Readonly<Record<string, Child>>,
  queries: readonly string[],
): Promise<Record<string, Figures>> {
  const figures: Record<string, Figures> = {};
  for (const [name, { url }] of Object.entries(servers)) {
    figures[name] = { rate: [], p99: [] };
    for (let warm = 0; warm < WARM; warm += 1) await ask(url, queries[warm % queries.length] as string);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, { url }] of Object.entries(servers)) {
      const { requests, latency, non2xx } = await load(url, queries, { connections: CONNECTIONS, duration: SECONDS });
      if (non2xx > 0) throw new Error(`${name} rejected ${non2xx} requests.`);
      figures[name]?.rate.push(requests.average);
      figures[name]?.p99.push(latency.p99);
    }
  }
  return figures;
}

function rowsOf(what: string, { gateway, ...others }: Readonly<Record<string, Figures>>): Row[] {
  const ours = gateway ?? { rate: [], p99: [] };
  return Object.entries(others).flatMap(([against, { rate, p99 }]) => [
    { scenario: 'throughput', what, ours: median(ours.rate), reference: median(rate), against, unit: 'requests/s' },
    {
      scenario: 'throughput',
      what: `${what}, p99`,
      ours: median(ours.p99),
      reference: median(p99),
      against,
      unit: 'ms',
    },
  ]);
}
