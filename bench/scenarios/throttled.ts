import { median, type Row, timed } from '../support/figures.ts';
import { callsTo, startAws, startGateway } from '../support/programs.ts';

const RATE = 5;
const BURST = 5;
/** Fewer than one caller may have in flight (`GATEWAY_MAX_IN_FLIGHT`, 40): all of them have one address. */
const CLIENTS = 30;
const SECONDS = 15;

/** Clients that send SSM different queries all the time, under a token bucket of 5 calls a second. */
export async function throttled(): Promise<Row[]> {
  const aws = await startAws('--throttle', `ssm:${RATE}:${BURST}`);
  const gateway = await startGateway(aws.url, { GATEWAY_CACHE_FLEETS_MS: '0' });
  const ask = async (query: string) => {
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return (await answer.json()) as { errors?: { extensions: { code: string } }[] };
  };
  const fleets = () => timed(() => ask('{ fleets { nodes { name } } }'));
  const before: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 0; round < 50; round += 1) before.push(await fleets());

  const endsAt = performance.now() + SECONDS * 1_000;
  let asked = 0;
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < endsAt) {
      asked += 1;
      await ask(`{ ssmSessions(filters: [{ key: OWNER, value: "client-${asked}" }]) { nodes { id } } }`);
    }
  });
  while (performance.now() < endsAt) meanwhile.push(await fleets());
  const calls = await callsTo(aws);
  await Promise.all(clients);
  await Promise.all([gateway.stop(), aws.stop()]);

  const ssm = calls.filter(({ service }) => service === 'ssm');
  const answered = ssm.filter(({ outcome }) => outcome === 'ok').length;
  const row = { scenario: 'throttled' };
  const what = `${CLIENTS} clients, ${RATE} calls a second`;
  return [
    {
      ...row,
      what: `${what}: goodput`,
      ours: answered,
      reference: BURST + RATE * SECONDS,
      against: 'rate of the bucket',
      unit: 'calls',
    },
    {
      ...row,
      what: `${what}: throttled`,
      ours: ssm.length - answered,
      reference: answered,
      against: 'answers',
      unit: 'calls',
    },
    {
      ...row,
      what: 'another service meanwhile, median',
      ours: median(meanwhile),
      reference: median(before),
      against: 'before',
      unit: 'ms',
    },
  ];
}
