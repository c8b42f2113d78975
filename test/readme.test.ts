import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../emulator/world/clock.ts';
import { seedWorld } from '../emulator/world/seed.ts';
import { createWorld } from '../emulator/world/world.ts';
import { codeBlock, shapeOf } from './support/docs.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

/** A gateway over the world of `npm start`. */
async function start(): Promise<TestGateway> {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const gateway = await startGateway({ world });
  onTestFinished(() => gateway.close());
  return gateway;
}

test("The README's query has the README's answer", async () => {
  const gateway = await start();
  const document = codeBlock('README.md', 'graphql');
  const shown = JSON.parse(codeBlock('README.md', 'json'));
  const answer = await gateway.query(document);
  expect(shapeOf(answer)).toEqual(shapeOf(shown));
  expect(answer.data.fleets.nodes[0].name).toBe(shown.data.fleets.nodes[0].name);
});

test('The mutation of docs/mutations.md has the answer shown, calls no AWS, and once corrected creates the fleet', async () => {
  const gateway = await start();
  const create = codeBlock('docs/mutations.md', 'graphql', 'Create a fleet');
  expect(await gateway.query(create)).toEqual(JSON.parse(codeBlock('docs/mutations.md', 'json', 'Create a fleet')));
  expect(gateway.calls()).toEqual([]);
  const corrected = create
    .replace('"Workshop Fleet"', '"Workshop-Fleet"')
    .replace('fleetType', 'maxSessionsPerInstance: 5, fleetType');
  const { data } = await gateway.query(corrected);
  expect(data.createFleet).toEqual({ fleet: { id: expect.any(String), state: 'STOPPED' }, userErrors: [] });
  expect((await gateway.query('{ fleet(name: "Workshop-Fleet") { name } }')).data.fleet).not.toBeNull();
});

test('Terminating as docs/mutations.md shows has the answer shown, and is harmless when repeated', async () => {
  const gateway = await start();
  const terminate = codeBlock('docs/mutations.md', 'graphql', 'Terminate sessions');
  const shown = JSON.parse(codeBlock('docs/mutations.md', 'json', 'Terminate sessions'));
  expect(await gateway.query(terminate)).toEqual(shown);
  const { data } = await gateway.query(terminate);
  const outcomes = data.terminateSessions.results.map(({ outcome }: { outcome: string }) => outcome);
  expect(outcomes).toEqual(Array(3).fill('ALREADY_ENDED'));
});

test('The code of docs/clients.md is that of the examples, which are tested', () => {
  const source = readFileSync(new URL('../examples/clients/relay/SessionsList.ts', import.meta.url), 'utf8');
  expect(source).toContain(codeBlock('docs/clients.md', 'ts').trim());
});
