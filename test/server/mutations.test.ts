import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('design', { State: 'STOPPED' }).world });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
beforeEach(() => {
  gateway.emulator.clearCalls();
  gateway.emulator.faults.splice(0);
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

const UPDATE = 'mutation { updateFleet(input: { name: "design", displayName: "D" }) { userErrors { code } } }';
const send = (init: RequestInit, search = '') => fetch(`${listening.url}/graphql${search}`, init);
const json = (query: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
const changes = () => gateway.emulator.count('UpdateFleet') + gateway.emulator.count('CreateFleet');

test('A mutation over HTTP is executed once per request', async () => {
  for (let time = 1; time <= 3; time += 1) {
    expect(await (await send(json(UPDATE))).json()).toEqual({
      data: { updateFleet: { userErrors: [] } },
    });
    expect(changes()).toBe(time);
  }
});

test('A mutation that fails is executed once and not repeated on another path', async () => {
  gateway.emulator.faults.push({ operation: 'UpdateFleet', kind: 'error', code: 'BrandNewException' });
  for (let time = 1; time <= 3; time += 1) {
    expect(await (await send(json(UPDATE))).json()).toMatchObject({
      errors: [{ extensions: { code: 'UPSTREAM_ERROR' } }],
    });
    expect(changes()).toBe(time);
  }
});

describe('A page of another site cannot make a browser send a mutation:', () => {
  test.each<[string, RequestInit, string]>([
    ['by GET', {}, `?query=${encodeURIComponent(UPDATE)}`],
    [
      'by a form',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `query=${encodeURIComponent(UPDATE)}`,
      },
      '',
    ],
    [
      'as plain text',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: UPDATE }) },
      '',
    ],
    ['without a content type', { method: 'POST', body: new Blob([JSON.stringify({ query: UPDATE })]) }, ''],
    ['by a form with files', { method: 'POST', body: formOf(UPDATE) }, ''],
  ])('%s', async (_title, init, search) => {
    expect((await send(init, search)).status).toBeGreaterThanOrEqual(400);
    expect(changes()).toBe(0);
  });
});

function formOf(query: string): FormData {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query }));
  form.set('map', '{}');
  return form;
}
