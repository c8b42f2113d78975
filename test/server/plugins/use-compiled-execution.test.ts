import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPILATION_LIMITS } from '../../../src/server/compiled/compilations.ts';
import { loadCompiler } from '../../../src/server/compiled/compiler.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { comparable, SHAPES, type Shape, shapesWorld } from '../../support/query-shapes.ts';

await loadCompiler();

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

describe('A repeated operation is answered alike by compiled code', () => {
  test.each(Object.entries(SHAPES))('%s', async (_title, shape) => {
    const first = await ask(shape);
    // Once it has succeeded often enough it is compiled; after that there is nothing left to compile.
    for (let time = 0; time <= COMPILATION_LIMITS.successes; time += 1) {
      expect(JSON.stringify(comparable(await ask(shape)))).toBe(JSON.stringify(comparable(first)));
    }
  });
});

test('Compiled code sends the same AWS calls as graphql-js', async () => {
  const document =
    '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1") { nodes { fleet { name } stack { name } } } }';
  const counts: number[] = [];
  for (const time of [0, 1, COMPILATION_LIMITS.successes, COMPILATION_LIMITS.successes + 1]) {
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
