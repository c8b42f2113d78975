import { setTimeout as sleep } from 'node:timers/promises';
import { median, type Row } from '../support/figures.ts';
import { load } from '../support/load.ts';
import { cacheTtl, callsTo, clearCalls, startAws, startGateway } from '../support/programs.ts';

const DASHBOARD = `{
  fleets { nodes { name stacks { nodes { name } } } }
  ssmSessions { nodes { sessionId managedNode { instanceId } } }
  pools { nodes { poolName sessions { nodes { status } } } }
}`;
const SCREENS = 500;
const ROUNDS = 2;
const KEEP_MS = 1_000;
const WARM_UP = 1_000;

/** 500 identical dashboards at once against one alone, each time with an empty cache: AWS calls and 99th percentile. */
export async function dashboards(): Promise<Row[]> {
  const aws = await startAws('--latency', '50');
  const gateway = await startGateway(aws.url, cacheTtl(KEEP_MS));
  // One connection each.
  async function show(screens: number): Promise<number> {
    const { latency, errors, mismatches } = await load(gateway.url, DASHBOARD, {
      connections: screens,
      amount: screens,
      verifyBody: (answer) => answer?.toString().startsWith('{"data":{"fleets"') ?? false,
    });
    if (errors + mismatches > 0) throw new Error(`${errors + mismatches} of ${screens} dashboards failed`);
    return latency.p99;
  }

  // Warms up the gateway and this client; the cache expires in the pause.
  for (let shown = 0; shown < WARM_UP; shown += SCREENS) await show(SCREENS);
  const figures = { 1: { p99: [] as number[], calls: 0 }, [SCREENS]: { p99: [] as number[], calls: 0 } };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const screens of [1, SCREENS] as const) {
      await sleep(KEEP_MS * 1.5);
      await clearCalls(aws);
      figures[screens]?.p99.push(await show(screens));
      if (figures[screens]) figures[screens].calls = (await callsTo(aws)).length;
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
