import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway();
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

const audits = serverAudits({ url: () => `${listening.url}/graphql` });
const named = (word: string) =>
  audits
    .filter(({ name }) => name.startsWith(word))
    .map((audit): [string, Audit] => [`${audit.id} ${audit.name}`, audit]);

describe('The GraphQL over HTTP specification says that a server', () => {
  test.each(named('MUST'))('%s', async (_title, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  test.each(named('SHOULD'))('%s', async (_title, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});

describe('And what it MAY do, this one does too', () => {
  test.each(named('MAY'))('%s', async (_title, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});

test('There is no audit beside these', () => {
  expect(audits.length).toBeGreaterThan(60);
  expect(named('MUST').length + named('SHOULD').length + named('MAY').length).toBe(audits.length);
});
