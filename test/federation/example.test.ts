import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../emulator/world/clock.ts';
import { createRandom } from '../../emulator/world/random.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { bareName, createUsers } from '../../emulator/world/users.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { company } from '../../examples/federation/company.ts';
import { startCompany } from '../support/company.ts';
import { codeBlock, shapeOf } from '../support/docs.ts';
import { ask, run } from '../support/process.ts';

const MAIN = 'examples/federation/main.ts';
const JOINED = readFileSync(new URL('../../examples/federation/joined.graphql', import.meta.url), 'utf8');

test('The joined query of docs/federation.md has the answer shown, and asks AWS for nothing twice', async () => {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  const joined = await startCompany(company, { world });
  onTestFinished(() => joined.close());
  expect(codeBlock('docs/federation.md', 'graphql')).toBe(JOINED);
  const answer = await joined.query(JOINED);
  const told = JSON.parse(codeBlock('docs/federation.md', 'json'));
  expect(shapeOf(answer)).toEqual(shapeOf(told));
  expect(answer.data.people.map(({ displayName }: { displayName: string }) => displayName)).toEqual(
    told.data.people.map(({ displayName }: { displayName: string }) => displayName),
  );
  expect(answer.data.criticalFleets).toEqual(told.data.criticalFleets);
  const asked = joined.gateway.emulator.calls.map(({ service, operation, input }) =>
    JSON.stringify([service, operation, input]),
  );
  expect(asked.filter((call, index) => asked.indexOf(call) !== index)).toEqual([]);
});

test("the directory knows every user of the emulator's world, by the name that the gateway gives them", () => {
  const names = createUsers(createRandom(1)).map((person) => `${bareName(person)}@example.com`);
  expect(company.people.map(({ userName }) => userName).toSorted()).toEqual(names.toSorted());
});

test('`npm run example:federation` prints where it is and what it answers; Ctrl-C ends it, and the gateway with it', async () => {
  const example = run(MAIN, [], { PORT: '0' });
  onTestFinished(() => void example.child.kill('SIGKILL'));
  const url = (await example.line(/^ {2}http:/)).trim();
  await example.line(/"displayName": "Alice Martin"/);
  await example.line(/^\}$/);
  expect(await ask(url, JOINED)).toMatchObject({ data: { people: [{ displayName: 'Alice Martin' }, {}] } });
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  expect(page).toContain('Company graph');

  const [gateway = ''] = /http:\S+(?=\) and a directory)/.exec(example.lines.join('\n')) ?? [];
  expect(await ask(gateway, '{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  example.child.kill('SIGINT');
  expect(await example.ended).toEqual({ code: 0, stderr: '' });
  await expect(ask(gateway, '{ __typename }')).rejects.toThrow();
});

test('a port that is taken is said in one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await run(MAIN, [], { PORT: String(port) }).ended;
  expect([code, stderr]).toEqual([
    1,
    `Port ${port} is taken: set PORT to another one, or to 0 for any that is free.\n`,
  ]);
});
