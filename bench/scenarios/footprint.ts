import { type Child, startChild } from '../support/child.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { load } from '../support/load.ts';
import { startAws, startGateway } from '../support/programs.ts';
import { residentBytes } from '../support/usage.ts';

const STARTS = 5;
const REQUESTS = 20_000;
const MEGABYTE = 1024 * 1024;
const QUERY = '{ ssmSessions(first: 50) { nodes { sessionId status managedNode { computerName } } } }';

/** Heap limit that docs/operating.md recommends. */
const LIMITED = { NODE_OPTIONS: '--max-old-space-size=640' };

/** Start to `/ready`, and resident memory after start and after 20,000 requests, against a bare Node server. */
export async function footprint(): Promise<Row[]> {
  const aws = await startAws();
  const starts: number[] = [];
  const bare: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    starts.push(await timed(async () => (await startGateway(aws.url)).stop()));
    bare.push(await timed(async () => (await startChild('bench/servers/bare.ts')).stop()));
  }
  const idle = await startChild('bench/servers/bare.ts');
  const reference = await megabytesOf(idle);
  const [fresh, used] = await beforeAndAfter(await startGateway(aws.url));
  const [, limited] = await beforeAndAfter(await startGateway(aws.url, LIMITED));
  const services = await ofServices(aws);
  await Promise.all([idle.stop(), aws.stop()]);

  const row = { scenario: 'footprint', against: 'a bare Node server' };
  const sizes: Readonly<Record<string, number>> = {
    'resident after start': fresh,
    'resident after 20,000 requests': used,
    'resident after 20,000 requests, 640 MB of heap': limited,
  };
  return [
    { ...row, what: 'start to /ready, and stop', ours: median(starts), reference: median(bare), unit: 'ms' },
    ...Object.entries(sizes)
      .filter(([, ours]) => !Number.isNaN(ours))
      .map(([what, ours]) => ({ ...row, what, ours, reference, unit: 'MB' })),
    ...services,
  ];
}

/** Start to `/ready` and resident memory of a gateway that reads SSM alone, against all services; starts take turns. */
async function ofServices(aws: Child): Promise<Row[]> {
  const alone: Start[] = [];
  const all: Start[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    alone.push(await startOf(aws, { GATEWAY_SERVICES: 'SSM' }));
    all.push(await startOf(aws, {}));
  }
  const row = { scenario: 'footprint', against: 'all services' };
  const medianOf = (starts: readonly Start[], what: keyof Start) => median(starts.map((start) => start[what]));
  return [
    {
      ...row,
      what: 'GATEWAY_SERVICES=SSM: start to /ready',
      ours: medianOf(alone, 'ms'),
      reference: medianOf(all, 'ms'),
      unit: 'ms',
    },
    {
      ...row,
      what: 'GATEWAY_SERVICES=SSM: resident after start',
      ours: medianOf(alone, 'megabytes'),
      reference: medianOf(all, 'megabytes'),
      unit: 'MB',
    },
  ];
}

interface Start {
  readonly ms: number;
  readonly megabytes: number;
}

async function startOf(aws: Child, env: Record<string, string>): Promise<Start> {
  let gateway: Child | undefined;
  const ms = await timed(async () => {
    gateway = await startGateway(aws.url, env);
  });
  if (!gateway) throw new Error('The gateway did not start.');
  const megabytes = await megabytesOf(gateway);
  await gateway.stop();
  return { ms, megabytes };
}

async function beforeAndAfter(gateway: Child): Promise<[fresh: number, used: number]> {
  const fresh = await megabytesOf(gateway);
  await load(gateway.url, QUERY, { connections: 10, amount: REQUESTS });
  const used = await megabytesOf(gateway);
  await gateway.stop();
  return [fresh, used];
}

/** Megabytes; NaN where the system does not tell. */
async function megabytesOf({ process: { pid } }: Child): Promise<number> {
  return ((await residentBytes(pid)) ?? Number.NaN) / MEGABYTE;
}
