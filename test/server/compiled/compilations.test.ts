import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routerSchema } from '../../../src/schema/router-schema.ts';
import { apiSchema } from '../../../src/schema/schema.ts';
import { isCompilable } from '../../../src/server/compiled/compilable.ts';
import { compilationWeight } from '../../../src/server/compiled/compilation-weight.ts';
import { COMPILATION_LIMITS, createCompilations } from '../../../src/server/compiled/compilations.ts';
import { loadCompiler } from '../../../src/server/compiled/compiler.ts';
import { hoistArguments } from '../../../src/server/compiled/hoisted-arguments.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { shapesWorld } from '../../support/query-shapes.ts';

await loadCompiler();

const operationOf = (text: string) => {
  const document = parse(text);
  return { document, operation: getOperationAST(document) as OperationDefinitionNode };
};
const weightOf = (text: string, limit = 1e6) => compilationWeight(apiSchema, parse(text), limit);
const nested = (depth: number): string =>
  depth === 0 ? '{ nodes { id } }' : `{ nodes { user { sessions ${nested(depth - 1)} } } }`;

describe('The weight of a compilation', () => {
  test('counts each selected field once per possible parent type', () => {
    const types = apiSchema.getPossibleTypes(apiSchema.getType('Session') as never).length;
    expect(Math.floor(weightOf('{ fleets { nodes { name } } }'))).toBe(4);
    expect(weightOf('{ sessions { nodes { id } } }')).toBe(Math.ceil(2 + types + (2 + types) / 16));
    // To the power of the depth.
    expect(weightOf(`{ sessions ${nested(4)} }`)).toBeGreaterThan(types ** 5);
  });

  test('is counted only up to the limit: 8 levels take no more time than an allowed operation', () => {
    expect(weightOf(`{ sessions ${nested(8)} }`, 300)).toBeLessThan(320);
    expect(weightOf(`{ sessions ${nested(30)} }`, 300)).toBeLessThan(320);
    const manyFragments = Array.from(
      { length: 20 },
      (_, i) => `fragment F${i} on Fleet { name ...F${i + 1} ...F${i + 1} }`,
    );
    expect(
      weightOf(`{ fleets { nodes { ...F0 } } } ${manyFragments.join(' ')} fragment F20 on Fleet { arn }`),
    ).toBeLessThan(30);
  });
});

describe('An operation', () => {
  const find = (compilations: ReturnType<typeof createCompilations>, text: string) => {
    const { document, operation } = operationOf(text);
    return {
      find: () => compilations.find(apiSchema, document, operation),
      succeeded: () => compilations.succeeded(operation),
    };
  };

  test('is compiled once, after enough successes', () => {
    const compilations = createCompilations();
    const { find: compiled, succeeded } = find(compilations, '{ fleets { nodes { name } } }');
    for (let time = 0; time < COMPILATION_LIMITS.successes; time += 1) {
      expect(compiled()).toBeUndefined();
      succeeded();
    }
    const first = compiled();
    expect(first).toBeDefined();
    expect(compiled()).toBe(first);
    expect(compilations.count).toBe(1);
  });

  test('above the weight limit is never compiled', () => {
    const compilations = createCompilations({ ...COMPILATION_LIMITS, successes: 0 });
    expect(find(compilations, `{ sessions ${nested(8)} }`).find()).toBeUndefined();
    expect(compilations.totalWeight).toBe(0);
  });

  test('is evicted for others: 308 operations of 720 characters stay within the total weight', () => {
    const compilations = createCompilations({ ...COMPILATION_LIMITS, successes: 0 });
    for (let index = 0; index < 308; index += 1) {
      const fields = Array.from({ length: 52 }, (_, i) => `a${i}x${index}: id`).join(' ');
      const text = `{ sessions { nodes { ${fields} } } }`;
      expect(find(compilations, text).find()).toBeDefined();
      expect(compilations.totalWeight).toBeLessThanOrEqual(COMPILATION_LIMITS.maxTotalWeight);
    }
    expect(compilations.count).toBeLessThan(60);
  });
});

describe('Only operations that are answered alike are compiled', () => {
  test.each([
    ['a condition', '{ fleets @include(if: true) { nodes { name } } }'],
    ['a condition in a fragment', '{ fleets { nodes { ...F } } } fragment F on Fleet { name @skip(if: false) }'],
    ['a condition on a fragment', '{ fleets { nodes { ... @skip(if: false) { name } } } }'],
    ['an underscore in an alias', '{ a_b: fleets { nodes { name } } }'],
    ['the name of a member of every object', '{ __proto__: fleets { nodes { name } } }'],
    ['another', '{ fleets { nodes { toString: name } } }'],
    ['introspection', '{ __schema { queryType { name } } }'],
  ])('not %s', (_title, text) => {
    expect(isCompilable(parse(text))).toBe(false);
  });

  test('no two fields of the schemas share a name in compiled code, which joins the names of type and field', () => {
    for (const schema of [apiSchema, routerSchema()]) {
      const names = Object.values(schema.getTypeMap())
        .filter((type) => 'getFields' in type)
        .flatMap((type) => Object.keys(type.getFields()).map((field) => type.name + field));
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('Compiled code contains no value of a document', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ world: shapesWorld() });
  });
  afterAll(() => gateway.close());

  const MARKS = [
    '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d',
    '__MAGIC_NAN__57f286b9_4c20_487f_b409_79804ddcb4f8',
    '__MAGIC_PLUS_INFINITY__bb201c39_3333_4695_b4ad_7f1722e7aa7a',
  ];

  test('a string that graphql-jit would execute is a string, as an argument and as a default', async () => {
    const global = globalThis as { wasExecuted?: boolean };
    for (const name of [`"${MARKS[0]}globalThis.wasExecuted=true"`, ...MARKS.map((mark) => `"${mark}"`)]) {
      const documents = [
        `{ fleet(name: ${name}) { name } }`,
        `query ($n: String! = ${name}) { fleet(name: $n) { name } }`,
        `{ sessions(filter: { targets: [${name}] }) { nodes { id } } }`,
      ];
      for (const document of documents) {
        const answers: string[] = [];
        for (let time = 0; time < 5; time += 1) answers.push(JSON.stringify(await gateway.query(document)));
        expect(new Set(answers).size).toBe(1);
      }
    }
    expect(global.wasExecuted).toBeUndefined();
  });

  test('arguments are variables with values coerced by graphql-js', () => {
    const text =
      'query ($u: String, $n: Int = 3) { sessions(first: $n, filter: { userName: $u, statuses: CONNECTED }) { nodes { id } } }';
    const { operation } = operationOf(text);
    const { document, valuesFor } = hoistArguments(apiSchema, operation, []);
    expect(JSON.stringify(document)).not.toContain('CONNECTED');
    expect(valuesFor({ n: 3 })).toEqual({
      argument0: 3,
      argument1: { statuses: ['CONNECTED'], includeHistory: false },
    });
    expect(valuesFor({ u: null })).toEqual({
      argument1: { userName: null, statuses: ['CONNECTED'], includeHistory: false },
    });
  });

  test('arguments that graphql-js rejects during execution are left to it', () => {
    const { operation } = operationOf(
      'query ($s: SsmSessionState = ACTIVE) { ssmSessions(state: $s) { nodes { id } } }',
    );
    const { valuesFor } = hoistArguments(apiSchema, operation, []);
    expect(valuesFor({ s: null })).toBeUndefined();
  });
});
