import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemClock } from '../emulator/world/clock.ts';
import { seedWorld } from '../emulator/world/seed.ts';
import { createWorld } from '../emulator/world/world.ts';
import { startGateway } from './support/gateway.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const block = (language: string, index = 0) => blocks(language)[index] ?? '';

/** The shape of an answer: who is there changes by the hour, what can be asked does not. */
const shapeOf = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_key, leaf) => (typeof leaf === 'object' ? leaf : typeof leaf)));

test("The README's query has the README's answer, and costs what it says", async () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const gateway = await startGateway({ world });
  const answer = await gateway.query(block('graphql'));
  const told = JSON.parse(block('json'));
  expect(shapeOf(answer)).toEqual(shapeOf(told));
  expect(answer.data.fleets.nodes[0].name).toBe(told.data.fleets.nodes[0].name);
  expect(readme).toContain('four AWS calls');
  expect(gateway.calls()).toHaveLength(4);
  await gateway.close();
});

test("The README's everybody and one person are as it says", async () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const gateway = await startGateway({ world });
  const answer = await gateway.query(block('graphql', 1));
  const told = JSON.parse(block('json', 1));
  expect(shapeOf(answer)).toEqual(shapeOf(told));
  expect(answer.data.user.userName).toBe(told.data.user.userName);
  await gateway.close();
});

test("The README's change has the README's answer, asks nothing of AWS, and once mended is made", async () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const gateway = await startGateway({ world });
  const change = block('graphql', 2);
  expect(await gateway.query(change)).toEqual(JSON.parse(block('json', 2)));
  expect(gateway.calls()).toEqual([]);
  const mended = change
    .replace('"Workshop Fleet"', '"Workshop-Fleet"')
    .replace('fleetType', 'maxSessionsPerInstance: 5, fleetType');
  const { data } = await gateway.query(mended);
  expect(data.createFleet).toEqual({ fleet: { id: expect.any(String), state: 'STOPPED' }, userErrors: [] });
  expect((await gateway.query('{ fleet(name: "Workshop-Fleet") { name } }')).data.fleet).not.toBeNull();
  await gateway.close();
});

test("The README's bulk end has the README's answer, and is harmless when repeated", async () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const gateway = await startGateway({ world });
  const end = block('graphql', 3);
  expect(await gateway.query(end)).toEqual(JSON.parse(block('json', 3)));
  const { data } = await gateway.query(end);
  const outcomes = data.terminateSessions.results.map(({ outcome }: { outcome: string }) => outcome);
  expect(outcomes).toEqual(Array(3).fill('ALREADY_ENDED'));
  await gateway.close();
});

test('The README shows what it is, its commands, a query and its answer within 60 lines', () => {
  const head = readme.split('\n').slice(0, 60).join('\n');
  for (const part of ['npm ci && npm start', 'npm ci && npm test', '```graphql', '```json'])
    expect(head).toContain(part);
});

test("The README's code for front ends is that of the examples, which are tested", () => {
  const code = blocks('ts').map((text) => text.replaceAll(/^ {2}/gm, ''));
  expect(code).toHaveLength(1);
  const example = readFileSync(new URL('../examples/clients/relay/SessionsList.ts', import.meta.url), 'utf8');
  expect(example).toContain(code[0]?.trim());
});
