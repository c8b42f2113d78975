import { type Child, startChild } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';
import { pageOfFifty } from '../support/listing.ts';
import { load } from '../support/load.ts';
import { startAws, startQuietGateway } from '../support/programs.ts';
import { userSeconds } from '../support/usage.ts';

const ROUNDS = 3;
const WARM = 200;
const REQUESTS = 400;
const OFF = 'neither';
const KEEP = { GATEWAY_CACHE_SESSIONS_MS: '3600000' };
/** Port of the first gateway: quiet ones print none. */
const PORT = 19_411;

/**
 * Processor time that metrics and traces add to a warm query of 50 edges: throughput depends more on the load of the
 * machine than on the few per cent to be measured. `neither, again` shows the noise. Rounds are interleaved.
 */
export async function telemetry(): Promise<Row[]> {
  const aws = await startAws('--sessions', '2000', '--sessions-default-to-all');
  const collector = await startChild('bench/servers/collector.ts');
  const query = await pageOfFifty(aws.url);

  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const tenth = { ...traces, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
  const variants: Record<string, Record<string, string>> = {
    [OFF]: {},
    'neither, again': {},
    metrics: { GATEWAY_METRICS_PORT: '0' },
    'traces, one in ten': tenth,
    'traces, all': traces,
  };
  const costs: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    // New processes each time: compilation and memory layout differ by more than what is measured.
    const gateways = Object.entries(variants).map(
      ([name, env], index) => [name, startQuietGateway(aws.url, { ...KEEP, ...env, PORT: `${PORT + index}` })] as const,
    );
    for (const [name, starting] of gateways) {
      const gateway = await starting;
      await load(gateway.url, query, { connections: 1, amount: WARM });
      costs[name] = [...(costs[name] ?? []), await cost(gateway, query)];
      await gateway.stop();
    }
  }
  await Promise.all([aws.stop(), collector.stop()]);

  const reference = median(costs[OFF] ?? []);
  return Object.entries(costs)
    .filter(([name]) => name !== OFF)
    .map(([name, cost]) => ({
      scenario: 'telemetry',
      what: `warm 50 edges, ${name}`,
      ours: median(cost),
      reference,
      against: OFF,
      unit: 'µs a request',
    }));
}

/** Microseconds of processor time that one request takes. */
async function cost({ url, process: { pid } }: Child, query: string): Promise<number> {
  const before = (await userSeconds(pid)) ?? Number.NaN;
  // In sequence: identical queries at once share one execution.
  await load(url, query, { connections: 1, amount: REQUESTS });
  return (((await userSeconds(pid)) ?? Number.NaN) - before) * (1e6 / REQUESTS);
}
