import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startReporting } from '../support/loaded-modules.ts';
import { ask } from '../support/process.ts';

const FEDERATION = /^(?:@apollo\/|@pothos\/plugin-(?:federation|directives)$|src\/schema\/subgraph\.ts$)/;

test('A running gateway answers routers with the SDL of the file, and never loads the libraries of federation', async () => {
  const gateway = await startReporting({ GATEWAY_LIVE: 'off' });
  onTestFinished(() => void gateway.child.kill('SIGKILL'));
  const sdl = readFileSync(new URL('../../schema.subgraph.graphql', import.meta.url), 'utf8');
  expect(await ask(gateway.url, '{ _service { sdl } }')).toMatchObject({ data: { _service: { sdl } } });
  const reference = '{ __typename: "User", userName: "absent" }';
  expect(await ask(gateway.url, `{ _entities(representations: [${reference}]) { __typename } }`)).toMatchObject({
    data: { _entities: [{ __typename: 'User' }] },
  });
  expect(gateway.loaded()).toContain('graphql');
  expect(gateway.loaded().filter((name) => FEDERATION.test(name))).toEqual([]);
});
