import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../emulator/world/clock.ts';
import { seedWorld } from '../emulator/world/seed.ts';
import { createWorld } from '../emulator/world/world.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';
import { readme, readmeBlock, shapeOf } from './support/readme.ts';

let gateway: TestGateway;

/** Against the world of `npm start`. */
async function start(): Promise<void> {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  gateway = await startGateway({ world });
  onTestFinished(() => gateway.close());
}

/** What stands under a heading: a document, and the answer to it. */
const example = (heading: string) => ({
  document: readmeBlock(heading, 'graphql'),
  told: JSON.parse(readmeBlock(heading, 'json')),
});

test("The README's query has the README's answer, and costs what it says", async () => {
  await start();
  const { document, told } = example('A query and its answer');
  const answer = await gateway.query(document);
  expect(shapeOf(answer)).toEqual(shapeOf(told));
  expect(answer.data.fleets.nodes[0].name).toBe(told.data.fleets.nodes[0].name);
  expect(readme).toContain('four AWS calls');
  expect(gateway.calls()).toHaveLength(4);
});

test("The README's everybody and one person are as it says", async () => {
  await start();
  const { document, told } = example('Everybody, and one person');
  const answer = await gateway.query(document);
  expect(shapeOf(answer)).toEqual(shapeOf(told));
  expect(answer.data.user.userName).toBe(told.data.user.userName);
});

test("The README's change has the README's answer, asks nothing of AWS, and once mended is made", async () => {
  await start();
  const { document: change, told } = example('A change and its answer');
  expect(await gateway.query(change)).toEqual(told);
  expect(gateway.calls()).toEqual([]);
  const mended = change
    .replace('"Workshop Fleet"', '"Workshop-Fleet"')
    .replace('fleetType', 'maxSessionsPerInstance: 5, fleetType');
  const { data } = await gateway.query(mended);
  expect(data.createFleet).toEqual({ fleet: { id: expect.any(String), state: 'STOPPED' }, userErrors: [] });
  expect((await gateway.query('{ fleet(name: "Workshop-Fleet") { name } }')).data.fleet).not.toBeNull();
});

test("The README's bulk end has the README's answer, and is harmless when repeated", async () => {
  await start();
  const { document: end, told } = example('Ending sessions, whoever holds them');
  expect(await gateway.query(end)).toEqual(told);
  const { data } = await gateway.query(end);
  const outcomes = data.terminateSessions.results.map(({ outcome }: { outcome: string }) => outcome);
  expect(outcomes).toEqual(Array(3).fill('ALREADY_ENDED'));
});

test('The README shows what it is, its commands, a query and its answer within 60 lines', () => {
  const head = readme.split('\n').slice(0, 60).join('\n');
  for (const part of ['npm ci && npm start', 'npm ci && npm test', '```graphql', '```json'])
    expect(head).toContain(part);
});

test("The README's code for front ends is that of the examples, which are tested", () => {
  const code = readmeBlock('For front-end teams', 'ts').replaceAll(/^ {2}/gm, '');
  const source = readFileSync(new URL('../examples/clients/relay/SessionsList.ts', import.meta.url), 'utf8');
  expect(source).toContain(code.trim());
});
