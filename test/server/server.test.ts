import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../emulator/world/clock.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { EXAMPLES } from '../../src/server/documents/example-queries.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';

async function start(): Promise<TestGateway> {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: systemClock });
  return startGateway({ world });
}

/** For tests that change nothing. */
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await start();
});
afterAll(() => gateway.close());

const html = { headers: { accept: 'text/html' } };

describe('GraphiQL', () => {
  test("is served at the API's URL to browsers", async () => {
    const response = await gateway.fetch('/graphql', html);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<title>Session Gateway</title>');
  });

  test('loads nothing from other hosts, so it works on a closed network', async () => {
    const page = await (await gateway.fetch('/graphql', html)).text();
    const head = page.slice(0, page.indexOf('<script>')).replace(/<style>[\s\S]*<\/style>/, '');
    expect(head).not.toMatch(/(?:src|href)="https?:/);
    expect(page).not.toMatch(/<script[^>]+src=/);
  });

  const named = (type: string) =>
    EXAMPLES.flatMap((example) => {
      const [, name] = new RegExp(`^${type} (\\w+)`, 'm').exec(example) ?? [];
      return name === undefined ? [] : [[name, example] as const];
    });

  test.each(named('mutation'))('has a tab %s, which does what it says', async (_name, example) => {
    const changed = await start();
    onTestFinished(() => changed.close());
    expect(await (await changed.fetch('/graphql', html)).text()).toContain(JSON.stringify(example).slice(1, 60));
    const { data, errors } = await changed.query(example);
    expect(errors).toBeUndefined();
    for (const payload of Object.values(data)) expect(payload).toMatchObject({ userErrors: [] });
  });

  test.each(named('query'))('has a tab %s, which shows rows and no error', async (_name, example) => {
    expect(await (await gateway.fetch('/graphql', html)).text()).toContain(JSON.stringify(example).slice(1, 60));
    const { data, errors } = await gateway.query(example);
    expect(errors).toBeUndefined();
    type Shown = Partial<Record<'nodes' | 'edges' | 'sources' | 'series', readonly unknown[]>> & {
      readonly sessions?: Shown;
    };
    const [first] = Object.values(data as Record<string, Shown | undefined>);
    const rows = first?.nodes ?? first?.edges ?? first?.sources ?? first?.series ?? first?.sessions?.nodes ?? [];
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('HTTP', () => {
  test('GET /health answers 200', async () => {
    expect((await gateway.fetch('/health')).status).toBe(200);
  });

  test('GET /ready answers 503 without a reason until the gateway is ready', async () => {
    expect((await gateway.fetch('/ready')).status).toBe(503);
    gateway.readiness.set(true);
    const response = await gateway.fetch('/ready');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test('a query may be a GET', async () => {
    const response = await gateway.fetch(
      `/graphql?query=${encodeURIComponent('{ fleets(first: 1) { nodes { name } } }')}`,
    );
    expect(await response.json()).toHaveProperty('data.fleets.nodes.length', 1);
  });

  test('another path answers 404', async () => {
    expect((await gateway.fetch('/elsewhere')).status).toBe(404);
  });

  test("another site's page cannot read answers", async () => {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test.each([
    ['not JSON', '{'],
    ['no query', '{}'],
    ['a query that is no text', '{"query":{}}'],
    ['a batch', '[{"query":"{ __typename }"}]'],
  ])('a body that is %s is rejected with 400 and a code', async (_title, body) => {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toHaveProperty('errors[0].extensions.code', 'BAD_USER_INPUT');
  });
});
