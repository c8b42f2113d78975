import { type Child, startChild } from '../support/child.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { load } from '../support/load.ts';
import { startAws, startGateway } from '../support/programs.ts';
import { residentBytes } from '../support/usage.ts';

const STARTS = 3;
const REQUESTS = 20_000;
const MEGABYTE = 1024 * 1024;
const QUERY = '{ ssmSessions(first: 50) { nodes { sessionId status managedNode { computerName } } } }';

/** Heap limit that docs/operating.md recommends. */
const LIMITED = { NODE_OPTIONS: '--max-old-space-size=640' };

/** Start to `/ready`, and resident memory after start and after 20,000 requests, against a bare Node server. Starts take turns. */
export async function footprint(): Promise<Row[]> {
  const aws = await startAws();
  const starts = { all: [] as Start[], ssm: [] as Start[], bare: [] as Start[] };
  for (let start = 0; start < STARTS; start += 1) {
    starts.all.push(await startOf(() => startGateway(aws.url)));
    starts.ssm.push(await startOf(() => startGateway(aws.url, { GATEWAY_SERVICES: 'SSM' })));
    starts.bare.push(await startOf(() => startChild('bench/servers/bare.ts')));
  }
  const [used, limited] = await Promise.all([
    startGateway(aws.url).then(afterRequests),
    startGateway(aws.url, LIMITED).then(afterRequests),
  ]);
  await aws.stop();

  const row = { scenario: 'footprint', against: 'a bare Node server' };
  const ssm = { scenario: 'footprint', against: 'all services' };
  const [all, one, bare] = [medians(starts.all), medians(starts.ssm), medians(starts.bare)];
  const rows: Row[] = [
    { ...row, what: 'start to /ready, and stop', ours: all.msWithStop, reference: bare.msWithStop, unit: 'ms' },
    { ...row, what: 'resident after start', ours: all.megabytes, reference: bare.megabytes, unit: 'MB' },
    { ...row, what: 'resident after 20,000 requests', ours: used, reference: bare.megabytes, unit: 'MB' },
    {
      ...row,
      what: 'resident after 20,000 requests, 640 MB of heap',
      ours: limited,
      reference: bare.megabytes,
      unit: 'MB',
    },
    { ...ssm, what: 'GATEWAY_SERVICES=SSM: start to /ready', ours: one.ms, reference: all.ms, unit: 'ms' },
    {
      ...ssm,
      what: 'GATEWAY_SERVICES=SSM: resident after start',
      ours: one.megabytes,
      reference: all.megabytes,
      unit: 'MB',
    },
  ];
  return rows.filter(({ ours }) => !Number.isNaN(ours));
}

interface Start {
  /** Until it is ready. */
  readonly ms: number;
  /** Until it is ready, and has stopped. */
  readonly msWithStop: number;
  readonly megabytes: number;
}

async function startOf(start: () => Promise<Child>): Promise<Start> {
  const since = performance.now();
  const child = await start();
  const ms = performance.now() - since;
  const megabytes = await megabytesOf(child);
  const msToStop = await timed(() => child.stop());
  return { ms, msWithStop: ms + msToStop, megabytes };
}

function medians(starts: readonly Start[]): Start {
  const of = (what: keyof Start) => median(starts.map((start) => start[what]));
  return { ms: of('ms'), msWithStop: of('msWithStop'), megabytes: of('megabytes') };
}

async function afterRequests(gateway: Child): Promise<number> {
  await load(gateway.url, QUERY, { connections: 10, amount: REQUESTS });
  const used = await megabytesOf(gateway);
  await gateway.stop();
  return used;
}

/** Megabytes; NaN where the system does not tell. */
async function megabytesOf({ process: { pid } }: Child): Promise<number> {
  return ((await residentBytes(pid)) ?? Number.NaN) / MEGABYTE;
}
