import autocannon from 'autocannon';
import { residentBytes, startAws, startChild, startGateway } from '../support/child.ts';
import { median, type Row, timed } from '../support/figures.ts';

const STARTS = 5;
const REQUESTS = 20_000;
const MEGABYTE = 1024 * 1024;

/** Start to `/ready`, and resident memory after start and after 20,000 requests, against a bare Node server. */
export async function footprint(): Promise<Row[]> {
  const aws = await startAws();
  const starts: number[] = [];
  const bare: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    starts.push(await timed(async () => (await startGateway(aws.url)).stop()));
    bare.push(await timed(async () => (await startChild('bench/servers/bare.ts')).stop()));
  }
  const gateway = await startGateway(aws.url);
  const idle = await startChild('bench/servers/bare.ts');
  const [fresh, reference] = [await residentBytes(gateway.process.pid), await residentBytes(idle.process.pid)];
  await autocannon({
    url: gateway.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ ssmSessions(first: 50) { nodes { sessionId status managedNode { computerName } } } }',
    }),
    connections: 10,
    amount: REQUESTS,
  });
  const used = await residentBytes(gateway.process.pid);
  await Promise.all([gateway.stop(), idle.stop(), aws.stop()]);

  const row = { scenario: 'footprint', against: 'a bare Node server' };
  const rows: Row[] = [
    { ...row, what: 'start to /ready, and stop', ours: median(starts), reference: median(bare), unit: 'ms' },
  ];
  if (fresh === null || used === null || reference === null) return rows;
  return [
    ...rows,
    { ...row, what: 'resident after start', ours: fresh / MEGABYTE, reference: reference / MEGABYTE, unit: 'MB' },
    {
      ...row,
      what: 'resident after 20,000 requests',
      ours: used / MEGABYTE,
      reference: reference / MEGABYTE,
      unit: 'MB',
    },
  ];
}
