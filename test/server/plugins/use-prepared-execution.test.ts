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

describe('A repeated operation is answered alike by its plan', () => {
  test.each(Object.entries(SHAPES))('%s', async (_title, shape) => {
    const first = await ask(shape);
    for (let time = 0; time < 3; time += 1) {
      expect(JSON.stringify(comparable(await ask(shape)))).toBe(JSON.stringify(comparable(first)));
    }
  });
});

test('A plan that is used again sends the same AWS calls as the first time', async () => {
  const document =
    '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1") { nodes { fleet { name } stack { name } } } }';
  const counts: number[] = [];
  for (const time of [0, 1, 2, 3]) {
    const fresh = await startGateway({ world: gateway.emulator.world, cacheTtlMs: 0 });
    for (let again = 0; again <= time; again += 1) {
      fresh.emulator.clearCalls();
      await fresh.query(document);
    }
    counts.push(fresh.emulator.calls.length);
    await fresh.close();
  }
  expect(counts).toEqual([4, 3, 3, 3]);
});
