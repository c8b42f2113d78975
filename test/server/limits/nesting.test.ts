import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { boundedParse } from '../../../src/server/limits/bounded-parse.ts';
import { type Answer, startGateway, type TestGateway } from '../../support/gateway.ts';
import { DEFAULT_LIMITS } from '../../support/limits.ts';
import { buildWorld } from '../../support/world.ts';

const { maxDepth, maxTokens } = DEFAULT_LIMITS;
const MAX_SETS = 4 * maxDepth;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleets(2).world });
});
afterAll(() => gateway.close());

const codesOf = ({ errors = [] }: Answer) => [...new Set(errors.map(({ extensions }) => extensions.code))];

/** Kinds of brackets from the outermost to the innermost. */
type Shape = readonly ('list' | 'object')[];
const inLiteral = (shape: Shape) =>
  shape.reduceRight((inner, kind) => (kind === 'list' ? `[${inner}]` : `{a:${inner}}`), '1');
const inJson = (shape: Shape) =>
  shape.reduceRight<unknown>((inner, kind) => (kind === 'list' ? [inner] : { a: inner }), 1);

/** Shapes around the limit, and far above it: where the stack of graphql-js overflows, or not yet. */
const SHAPES: fc.Arbitrary<Shape> = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 2 * maxDepth }), fc.integer({ min: 1, max: 4_000 })),
    fc.array(fc.constantFrom('list', 'object'), { minLength: 1, maxLength: 5 }),
  )
  .map(([depth, kinds]) => Array.from({ length: depth }, (_, at) => kinds[at % kinds.length] as 'list' | 'object'));

const FLEETS = 'fleets { nodes { name } }';
const ENTITIES = '{ __typename }';
const WAYS: Readonly<Record<string, { readonly levels: number; ask(shape: Shape): Promise<Answer> }>> = {
  'a literal of an input object': {
    levels: 0,
    ask: (shape) => gateway.query(`{ sessions(filter: ${inLiteral(shape)}) { nodes { id } } }`),
  },
  'a literal of a scalar': { levels: 0, ask: (shape) => gateway.query(`{ node(id: ${inLiteral(shape)}) { id } }`) },
  'a literal of an unknown argument': {
    levels: 0,
    ask: (shape) => gateway.query(`{ x(y: ${inLiteral(shape)}) ${FLEETS} }`),
  },
  'a default of a variable': {
    levels: 0,
    ask: (shape) =>
      gateway.query(`query ($f: SessionFilter = ${inLiteral(shape)}) { sessions(filter: $f) { nodes { id } } }`),
  },
  'a literal that no bracket closes': {
    levels: 0,
    ask: (shape) => gateway.query(`{ node(id: ${inLiteral(shape).replaceAll(/[\]}]/g, '')}`),
  },
  'a literal of _Any': {
    levels: 1,
    ask: (shape) => gateway.query(`{ _entities(representations: [${inLiteral(shape)}]) ${ENTITIES} }`),
  },
  'a member of a literal of _Any': {
    levels: 2,
    ask: (shape) =>
      gateway.query(
        `{ _entities(representations: [{ __typename: "Fleet", id: "x", y: ${inLiteral(shape)} }]) ${ENTITIES} }`,
      ),
  },
  'a variable': {
    levels: 0,
    ask: (shape) =>
      gateway.query('query ($f: SessionFilter) { sessions(filter: $f) { nodes { id } } }', { f: inJson(shape) }),
  },
  'an undeclared variable': { levels: 0, ask: (shape) => gateway.query(`{ ${FLEETS} }`, { f: inJson(shape) }) },
  'a variable of _Any': {
    levels: 2,
    ask: (shape) =>
      gateway.query(`query ($r: [_Any!]!) { _entities(representations: $r) ${ENTITIES} }`, {
        r: [{ __typename: 'Fleet', id: 'x', y: inJson(shape) }],
      }),
  },
};

describe('Values nest as deep as GATEWAY_MAX_DEPTH, and are QUERY_TOO_COMPLEX one level deeper, whatever their shape', () => {
  test.each(Object.entries(WAYS))('%s', async (_title, { levels, ask }) => {
    const property = fc.asyncProperty(SHAPES, async (shape) => {
      const isTooDeep = shape.length + levels > maxDepth;
      const codes = codesOf(await ask(shape));
      if (isTooDeep) expect(codes).toEqual(['QUERY_TOO_COMPLEX']);
      else expect(codes).not.toContain('QUERY_TOO_COMPLEX');
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test.each(Object.entries(WAYS))('%s: at the limit and above', async (_title, { levels, ask }) => {
    const shapeOf = (depth: number): Shape => Array.from({ length: depth - levels }, () => 'object');
    expect(codesOf(await ask(shapeOf(maxDepth)))).not.toContain('QUERY_TOO_COMPLEX');
    expect(codesOf(await ask(shapeOf(maxDepth + 1)))).toEqual(['QUERY_TOO_COMPLEX']);
  });
});

describe('Selection sets', () => {
  const nested = (sets: number) => `{ fleets { nodes ${'{ ... '.repeat(sets - 3)} { name } ${'}'.repeat(sets - 3)} } }`;

  test('nest four times as deep as GATEWAY_MAX_DEPTH: inline fragments add none to the levels of fields', async () => {
    const { data, errors } = await gateway.query(nested(MAX_SETS));
    expect(errors).toBeUndefined();
    expect(data.fleets.nodes).toHaveLength(2);
  });

  test.each([1, 50, 300, 700])('that nest %i deeper are QUERY_TOO_COMPLEX', async (more) => {
    const { errors } = await gateway.query(nested(MAX_SETS + more));
    expect(errors).toEqual([
      expect.objectContaining({
        message: `At most ${MAX_SETS} levels of selection sets are allowed, and there are more.`,
        extensions: { code: 'QUERY_TOO_COMPLEX', limit: MAX_SETS },
      }),
    ]);
  });
});

describe('The nesting of a text', () => {
  const limits = { maxDepth: 3, maxTokens };
  function nestingFault(text: string): GatewayError | null {
    try {
      boundedParse(text, limits);
      return null;
    } catch (error) {
      return error instanceof GatewayError && error.message.includes('levels') ? error : null;
    }
  }
  const deep = '[{('.repeat(50);

  test.each([
    ['in a string', `{ a(b: "${deep}") }`],
    ['in a block string', `{ a(b: """${deep} \\""" ${deep}""") }`],
    ['in a comment', `{ a # ${deep}\n }`],
    ['after a syntax error of the lexer', `{ a ? ${deep} }`],
    ['after the most tokens', `{ ${'a '.repeat(maxTokens)} ${deep}`],
    ['beside each other', `{ ${'a(b: [[[1]]]) { b } '.repeat(50)} }`],
    ['that closes what was not opened', ']})'.repeat(50)],
  ])('does not count brackets %s', (_title, text) => {
    expect(nestingFault(text)).toBeNull();
  });

  test('counts lists and objects from the parenthesis, and each selection set from the operation', () => {
    expect(nestingFault('{ a { b { c(d: [[[1]]]) @x(y: {z: {z: {z: 1}}}) { e } } } }')).toBeNull();
    expect(nestingFault('{ a { b(c: 1) { c(d: [[{e: [1]}]]) } } }')).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      message: 'At most 3 levels of lists and objects are allowed, and there are more.',
    });
  });

  test('is counted after a syntax error, too: brackets alone are no document, and too many of them', () => {
    expect(nestingFault('{'.repeat(90_000))?.code).toBe('QUERY_TOO_COMPLEX');
    expect(nestingFault('{ a { }')).toBeNull();
  });

  test('counts the levels of a list type', () => {
    expect(nestingFault('query ($a: [[[Int]]]) { a }')).toBeNull();
    expect(nestingFault('query ($a: [[[[Int]]]]) { a }')?.code).toBe('QUERY_TOO_COMPLEX');
  });
});
