import { ask } from '../support/ask.ts';
import { startAws, startGateway } from '../support/child.ts';
import { median, percentile, type Row, timed } from '../support/figures.ts';

const DASHBOARD = `{
  fleets { nodes { name stacks { nodes { name } } } }
  ssmSessions { nodes { sessionId managedNode { instanceId } } }
  pools { nodes { poolName sessions { nodes { status } } } }
}`;
const SCREENS = 500;
const ROUNDS = 5;

/** 500 identical dashboards at once against one alone: AWS calls, and how long the slowest one in a hundred waits. */
export async function dashboards(): Promise<Row[]> {
  const aws = await startAws('--latency', '50');
  const callsOf = async () => ((await (await fetch(`${aws.url}/_emulator/calls`)).json()) as unknown[]).length;
  const clear = () => fetch(`${aws.url}/_emulator/calls`, { method: 'DELETE' });

  const figures = { alone: [] as number[], together: [] as number[], callsAlone: 0, callsTogether: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const screens of [1, SCREENS]) {
      // A fresh process each: nothing is kept, and nothing is warm but the code.
      const gateway = await startGateway(aws.url);
      await ask(gateway.url, '{ stack(name: "nothing") { name } }');
      await clear();
      const times = await Promise.all(Array.from({ length: screens }, () => timed(() => ask(gateway.url, DASHBOARD))));
      if (screens === 1) {
        figures.alone.push(percentile(times, 0.99));
        figures.callsAlone = await callsOf();
      } else {
        figures.together.push(percentile(times, 0.99));
        figures.callsTogether = await callsOf();
      }
      await gateway.stop();
    }
  }
  await aws.stop();
  const row = { scenario: 'dashboards', against: 'one alone, AWS 50 ms away' };
  return [
    {
      ...row,
      what: '500 at once: AWS calls',
      ours: figures.callsTogether,
      reference: figures.callsAlone,
      unit: 'calls',
    },
    { ...row, what: '500 at once: p99', ours: median(figures.together), reference: median(figures.alone), unit: 'ms' },
  ];
}
