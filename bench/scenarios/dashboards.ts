import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { startAws, startGateway } from '../support/child.ts';
import { median, type Row } from '../support/figures.ts';

const DASHBOARD = `{
  fleets { nodes { name stacks { nodes { name } } } }
  ssmSessions { nodes { sessionId managedNode { instanceId } } }
  pools { nodes { poolName sessions { nodes { status } } } }
}`;
const SCREENS = 500;
const ROUNDS = 7;
const KEEP_MS = 1_000;
const WARM_UP = 1_000;

/** 500 identical dashboards at once against one alone, each time with nothing kept: AWS calls, and how long the slowest one in a hundred waits. */
export async function dashboards(): Promise<Row[]> {
  const aws = await startAws('--latency', '50');
  const keep = ['SESSIONS', 'FLEETS', 'STACKS', 'POOLS', 'ASSOCIATIONS', 'NODES'].map((kind) => [
    `GATEWAY_CACHE_${kind}_MS`,
    String(KEEP_MS),
  ]);
  const gateway = await startGateway(aws.url, Object.fromEntries(keep));
  // Each on a connection of its own, by a client that is lighter than what it measures: `fetch` is not.
  async function show(screens: number): Promise<number> {
    const body = JSON.stringify({ query: DASHBOARD });
    const headers = { 'content-type': 'application/json' };
    const { latency, errors, mismatches } = await autocannon({
      url: gateway.url,
      method: 'POST',
      headers,
      body,
      connections: screens,
      amount: screens,
      verifyBody: (answer) => answer?.toString().startsWith('{"data":{"fleets"') ?? false,
    });
    if (errors + mismatches > 0) throw new Error(`${errors + mismatches} of ${screens} dashboards failed`);
    return latency.p99;
  }
  const callsOf = async () => ((await (await fetch(`${aws.url}/_emulator/calls`)).json()) as unknown[]).length;

  // Warm code, of the gateway and of this client; what was kept is gone after a pause.
  for (let shown = 0; shown < WARM_UP; shown += SCREENS) await show(SCREENS);
  const figures = { 1: { p99: [] as number[], calls: 0 }, [SCREENS]: { p99: [] as number[], calls: 0 } };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const screens of [1, SCREENS] as const) {
      await sleep(KEEP_MS * 1.5);
      await fetch(`${aws.url}/_emulator/calls`, { method: 'DELETE' });
      figures[screens]?.p99.push(await show(screens));
      if (figures[screens]) figures[screens].calls = await callsOf();
    }
  }
  await Promise.all([gateway.stop(), aws.stop()]);
  const [alone, together] = [figures[1], figures[SCREENS]];
  if (!alone || !together) return [];
  const row = { scenario: 'dashboards', against: 'one alone, AWS 50 ms away' };
  return [
    { ...row, what: '500 at once: AWS calls', ours: together.calls, reference: alone.calls, unit: 'calls' },
    { ...row, what: '500 at once: p99', ours: median(together.p99), reference: median(alone.p99), unit: 'ms' },
  ];
}
