import { expect, onTestFinished, test } from 'vitest';
import { parseSamples } from '../support/metrics.ts';
import { ask, runGateway } from '../support/process.ts';

test('A gateway that is ready has made what routers ask for: their first request holds up no other', async () => {
  // Scans of live sessions take processor time too.
  const gateway = await runGateway({ GATEWAY_METRICS_PORT: '0', GATEWAY_LIVE: 'off' });
  onTestFinished(() => void gateway.child.kill());
  const url = String((JSON.parse(await gateway.line(/"metrics":"http/)) as { metrics: string }).metrics);
  const processorSeconds = async () =>
    parseSamples(await (await fetch(url)).text()).get('process_cpu_seconds_total') ?? Number.NaN;
  await ask(gateway.url, '{ fleets { nodes { name } } }');
  const toStart = await processorSeconds();
  await ask(gateway.url, '{ _service { sdl } }');
  await ask(gateway.url, '{ _entities(representations: [{ __typename: "User", userName: "absent" }]) { __typename } }');
  // To make the schema takes a fifth of what it takes to start.
  expect((await processorSeconds()) - toStart).toBeLessThan(toStart / 10);
});
