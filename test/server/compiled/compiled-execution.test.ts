import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { comparable, SHAPES, type Shape, shapesWorld } from '../../support/query-shapes.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: shapesWorld() });
});
afterAll(() => gateway.close());

async function ask({ document, variables, operationName }: Shape): Promise<Record<string, unknown>> {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-gateway-trace': '1' },
    body: JSON.stringify({ query: document, variables, operationName }),
  });
  return (await response.json()) as Record<string, unknown>;
}

describe('An operation that comes again is answered by compiled code, and as before', () => {
  test.each(Object.entries(SHAPES))('%s', async (_title, shape) => {
    const first = await ask(shape);
    // The second time it is compiled; the third time there is nothing left to compile.
    expect(comparable(await ask(shape))).toEqual(comparable(first));
    expect(comparable(await ask(shape))).toEqual(comparable(first));
  });
});

test('Batches stay whole: compiled code asks AWS for no more than graphql-js does', async () => {
  const document =
    '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1") { nodes { fleet { name } stack { name } } } }';
  const counts: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const fresh = await startGateway({ world: gateway.emulator.world, keepPagesMs: 0 });
    for (let again = 0; again <= time; again += 1) {
      fresh.emulator.clearCalls();
      await fresh.query(document);
    }
    counts.push(fresh.emulator.calls.length);
    await fresh.close();
  }
  expect(counts).toEqual([4, 3, 3]);
});
