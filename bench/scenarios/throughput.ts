import { type Child, startChild } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { load } from '../support/load.ts';
import { awsEnvironment, startAws, startQuietGateway } from '../support/programs.ts';

const SECONDS = 1;
const CONNECTIONS = 10;
const WARM = 300;
const BARE = 'node:http + JSON.stringify';
const MERCURIUS = 'Mercurius with JIT';
const APOLLO = 'Apollo Server';
const YOGA = 'Yoga as it comes';

/** A kind of load, and the servers that it compares. */
interface Workload {
  readonly what: string;
  readonly rounds: number;
  readonly against: readonly string[];
  /** Returns the query of the next request. */
  readonly next: (connection: number) => string;
}

interface Figures {
  readonly rate: number[];
  readonly p99: number[];
}

/**
 * A warm connection of 50 edges × 8 fields, against other servers over the same schema and data. Rounds are interleaved. Measured with
 * ten connections that send the same request, which the gateway executes once for all that are in flight (shared execution), with
 * ten that send different ones, and with documents that are each sent once, so that no server has seen one before.
 */
export async function throughput(): Promise<Row[]> {
  const aws = await startAws('--sessions', '2000', '--sessions-default-to-all');
  const query = await pageOfFifty(aws.url);
  const env = { ...awsEnvironment(aws.url), BENCH_QUERY: query };
  const starting: Record<string, Promise<Child>> = {
    gateway: startQuietGateway(aws.url, { GATEWAY_CACHE_SESSIONS_MS: '3600000' }),
    [BARE]: startChild('bench/servers/plain-http.ts', [], env),
    [MERCURIUS]: startChild('bench/servers/mercurius.ts', [], env),
    [APOLLO]: startChild('bench/servers/apollo.ts', [], env),
    [YOGA]: startChild('bench/servers/yoga.ts', [], env),
  };
  const servers: Record<string, Child> = {};
  for (const [name, server] of Object.entries(starting)) servers[name] = await server;
  const rows: Row[] = [];
  for (const workload of workloads(query)) rows.push(...rowsOf(workload, await measure(servers, workload)));
  await Promise.all([...Object.values(servers).map((server) => server.stop()), aws.stop()]);
  return rows;
}

function workloads(query: string): readonly Workload[] {
  const named = (name: string) => query.replace('query Page', `query Page${name}`);
  // A different operation name for each connection, so that no execution is shared.
  const distinct = Array.from({ length: CONNECTIONS }, (_, index) => named(String(index)));
  let documents = 0;
  return [
    { what: 'warm 50 edges, the same request', rounds: 3, against: [BARE, MERCURIUS], next: () => query },
    {
      what: 'warm 50 edges, distinct requests',
      rounds: 5,
      against: [BARE, MERCURIUS, APOLLO],
      next: (connection) => distinct[connection % CONNECTIONS] as string,
    },
    {
      what: 'warm 50 edges, each document once',
      rounds: 3,
      against: [YOGA],
      next() {
        documents += 1;
        return named(`Once${documents}`);
      },
    },
  ];
}

async function measure(
  servers: Readonly<Record<string, Child>>,
  { against, rounds, next }: Workload,
): Promise<Record<string, Figures>> {
  const figures: Record<string, Figures> = {};
  const compared = Object.entries(servers).filter(([name]) => name === 'gateway' || against.includes(name));
  for (const [name, { url }] of compared) {
    figures[name] = { rate: [], p99: [] };
    await load(url, next, { connections: 1, amount: WARM });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { url }] of compared) {
      const { requests, duration, latency, non2xx } = await load(url, next, {
        connections: CONNECTIONS,
        duration: SECONDS,
      });
      if (non2xx > 0) throw new Error(`${name} rejected ${non2xx} requests.`);
      figures[name]?.rate.push(Math.round(requests.total / duration));
      figures[name]?.p99.push(latency.p99);
    }
  }
  return figures;
}

function rowsOf({ what }: Workload, { gateway, ...others }: Readonly<Record<string, Figures>>): Row[] {
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
