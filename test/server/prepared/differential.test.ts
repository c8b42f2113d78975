import process from 'node:process';
import { parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routerSchema } from '../../../src/schema/router-schema.ts';
import { apiSchema } from '../../../src/schema/schema.ts';
import { prepareOperations } from '../../../src/server/prepared/prepared-operations.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { plainExecution, textOf, withSharedCursors } from '../../support/plain-execution.ts';
import { shapesWorld } from '../../support/query-shapes.ts';
import { type ArgumentValues, randomDocument, seeded } from '../../support/random-documents.ts';
import { argumentValues, FAILING_SOURCES, randomCaller } from '../../support/random-worlds.ts';

/** `DIFFERENTIAL_SEED` repeats a run, `DIFFERENTIAL_DOCUMENTS` makes it longer than a few seconds. */
const { DIFFERENTIAL_SEED, DIFFERENTIAL_DOCUMENTS } = process.env;
const seed = Number(DIFFERENTIAL_SEED ?? Date.now() % 1e9);
const DOCUMENTS = Number(DIFFERENTIAL_DOCUMENTS ?? 2_000);
const LIMIT_MS = DIFFERENTIAL_DOCUMENTS === undefined ? 7_000 : Number.POSITIVE_INFINITY;

const SECRET = 'a secret of sixteen characters or more';
let sound: TestGateway;
let failing: TestGateway;
let values: ArgumentValues;
beforeAll(async () => {
  sound = await startGateway({ world: shapesWorld(), cursorSecret: SECRET });
  failing = await startGateway({ world: shapesWorld(), cursorSecret: SECRET });
  values = await argumentValues(sound);
  failing.emulator.faults.push(...FAILING_SOURCES);
});
afterAll(() => Promise.all([sound.close(), failing.close()]));

test.each([
  ['without conditions', 0],
  ['with conditions', 0.2],
])(
  `Prepared operations answer documents %s as plain graphql-js does (seed ${seed})`,
  { timeout: LIMIT_MS === 7_000 ? 60_000 : 3_600_000 },
  async (_title, conditions) => {
    const random = seeded(seed + conditions * 100);
    const operations = prepareOperations();
    const seen = { valid: 0, withErrors: 0 };

    const endsAt = performance.now() + LIMIT_MS;
    for (let index = 0; index < DOCUMENTS && performance.now() < endsAt; index += 1) {
      const gateway = random() < 0.85 ? sound : failing;
      const schema = random() < 0.3 ? routerSchema() : apiSchema;
      const { document: text, variables, operationName } = randomDocument(random, { schema, values, conditions });
      const caller = randomCaller(random);
      const document = parse(text);
      if (validate(schema, document).length > 0) continue;
      const [operation] = document.definitions;
      if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
      // Rejected before anything is executed.
      if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) continue;
      seen.valid += 1;

      const plain = plainExecution({ services: gateway.services, cursorSecret: SECRET });
      const expected = plain.answerOf(await plain.execute(schema, document, variables, caller, operationName));
      if (expected.errors) seen.withErrors += 1;
      // The second time by the plan of the first.
      for (let time = 1; time <= 2; time += 1) {
        const contextValue = plain.contextOf(caller);
        const args = { schema, document, variableValues: variables, operationName, contextValue };
        const actual = plain.answerOf(await operations.execute(args));
        expect(
          withSharedCursors(textOf(actual), text),
          `document ${index} of seed ${seed}, time ${time}: ${text}\n${JSON.stringify(variables)}`,
        ).toBe(withSharedCursors(textOf(expected), text));
      }
    }
    expect(seen.withErrors).toBeGreaterThan(seen.valid / 20);
    expect(operations.count).toBeGreaterThan(0);
  },
);
