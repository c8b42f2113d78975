import process from 'node:process';
import { parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS_SCOPES, type Caller } from '../../src/schema/access/access.ts';
import { routerSchema } from '../../src/schema/router-schema.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type PlainAnswer, plainExecution, textOf, withSharedCursors } from '../support/plain-execution.ts';
import { shapesWorld } from '../support/query-shapes.ts';
import { type ArgumentValues, randomDocument, seeded } from '../support/random-documents.ts';
import { argumentValues, FAILING_SOURCES, schemaFor } from '../support/random-worlds.ts';

/** `DIFFERENTIAL_SEED` repeats a run, `DIFFERENTIAL_DOCUMENTS` makes it longer than a few seconds. */
const { DIFFERENTIAL_SEED, DIFFERENTIAL_DOCUMENTS } = process.env;
const seed = Number(DIFFERENTIAL_SEED ?? Date.now() % 1e9);
const DOCUMENTS = Number(DIFFERENTIAL_DOCUMENTS ?? 1_000);
const LIMIT_MS = DIFFERENTIAL_DOCUMENTS === undefined ? 8_000 : Number.POSITIVE_INFINITY;
const TIMEOUT_MS = 3_600_000;

const SECRET = 'a secret of sixteen characters or more';
/** Bounds have tests of their own. */
const LIMITS = {
  maxCost: 1e9,
  maxDepth: 100,
  maxAliases: 1e4,
  maxDirectives: 1e4,
  maxFields: 1e5,
  maxRepeatedFields: 1e5,
  maxAnswerValues: 1e9,
  maxAnswerBytes: 1e9,
};

/** By their tokens. None sees their own sessions only: those have sealed cursors, which are others each time. */
const CALLERS: Record<string, Caller> = {
  all: { name: 'all', user: null, scopes: new Set(ACCESS_SCOPES) },
  sessions: { name: 'sessions', user: null, scopes: new Set(['sessions:read']) },
  fleets: { name: 'fleets', user: null, scopes: new Set(['fleets:read']) },
  nothing: { name: 'nothing', user: null, scopes: new Set() },
};

interface Served {
  readonly gateway: TestGateway;
  readonly listening: Listening;
}
const manifest = new Map<string, string>();
let sound: Served;
let failing: Served;
let values: ArgumentValues;
beforeAll(async () => {
  const serve = async (): Promise<Served> => {
    const gateway = await startGateway({
      world: shapesWorld(),
      cursorSecret: SECRET,
      // The reference has no index. Reads of one depend on the time of its last scan.
      live: 'off',
      limits: LIMITS,
      persisted: { documents: manifest, only: false },
      authenticator: () => ({
        callerOf: (authorization) => CALLERS[authorization?.slice('Bearer '.length) ?? 'all'] as Caller,
        ready: async () => {},
      }),
    });
    return { gateway, listening: await listen(gateway.handler, { port: 0, host: '127.0.0.1' }) };
  };
  [sound, failing] = await Promise.all([serve(), serve()]);
  values = await argumentValues(sound.gateway);
  failing.gateway.emulator.faults.push(...FAILING_SOURCES);
});
afterAll(async () => {
  for (const { listening, gateway } of [sound, failing]) {
    await listening.drain();
    await gateway.close();
  }
});

type Send = (served: Served, text: string, params: Params, token: string) => Promise<Response>;

/** Members of a request beside the document. */
interface Params {
  readonly variables: object;
  readonly operationName: string | undefined;
}

const NEGOTIATED = 'application/graphql-response+json, application/json;q=0.9';
const headersFor = (token: string, accept: string) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
  accept,
});
const posted =
  (accept: string, bodyOf: (text: string) => object): Send =>
  ({ listening }, text, params, token) =>
    fetch(`${listening.url}/graphql`, {
      method: 'POST',
      headers: headersFor(token, accept),
      body: JSON.stringify({ ...bodyOf(text), ...params }),
    });
const byHash = (text: string) => {
  manifest.set(`hash of ${text}`, text);
  return { extensions: { persistedQuery: { version: 1, sha256Hash: `hash of ${text}` } } };
};

const fast = posted('application/json', (query) => ({ query }));
const WAYS: Record<string, Send> = {
  'Yoga by POST': posted(NEGOTIATED, (query) => ({ query })),
  'Yoga by GET': ({ listening }, query, { variables, operationName }, token) => {
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    if (operationName !== undefined) search.set('operationName', operationName);
    return fetch(`${listening.url}/graphql?${search}`, { headers: headersFor(token, 'application/json') });
  },
  'a hash, on the fast path': posted('application/json', byHash),
  'a hash, by Yoga': posted(NEGOTIATED, byHash),
};

const toldBy = async (response: Response) => {
  const { data, errors } = (await response.json()) as PlainAnswer;
  return textOf({ data, ...(errors && { errors }) });
};

test(`Every path through the server answers like plain graphql-js (seed ${seed})`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const random = seeded(seed);
  const tokens = ['all', 'all', ...Object.keys(CALLERS)];
  const endsAt = performance.now() + LIMIT_MS;
  let compared = 0;
  // A busy machine compares few documents in that time, but some.
  for (let index = 0; index < DOCUMENTS && (compared <= 20 || performance.now() < endsAt); index += 1) {
    const served = random() < 0.85 ? sound : failing;
    const wanted = random() < 0.3 ? routerSchema() : apiSchema;
    const {
      document: text,
      variables,
      operationName,
    } = randomDocument(random, {
      schema: wanted,
      values,
      conditions: random() < 0.5 ? 0 : 0.2,
    });
    const schema = schemaFor(text, apiSchema, routerSchema());
    const document = parse(text);
    const [operation] = document.definitions;
    if (validate(schema, document).length > 0 || operation?.kind !== 'OperationDefinition') continue;
    if (getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors) continue;
    const token = tokens[Math.floor(random() * tokens.length)] ?? 'all';
    const plain = plainExecution({ services: served.gateway.services, cursorSecret: SECRET });
    const expected = textOf(
      plain.answerOf(await plain.execute(schema, document, variables, CALLERS[token] as Caller, operationName)),
    );
    const check = async (way: string, send: Send) => {
      const told = await toldBy(await send(served, text, { variables, operationName }, token));
      // A null argument where none may be: what the query costs cannot be estimated, so it is rejected as a whole.
      if (/^\{"data":null.*(?:of non-null type .* must not be null|has invalid value)/.test(told)) return;
      expect(
        withSharedCursors(told, text),
        `${way}, document ${index} of seed ${seed}: ${text}\n${JSON.stringify(variables)}`,
      ).toBe(withSharedCursors(expected, text));
    };

    // The first time, and by the plan of the first time.
    for (let time = 0; time < 2; time += 1) await check(`the fast path, time ${time}`, fast);
    await Promise.all([check('shared', fast), check('shared', fast), check('shared', fast)]);
    for (const [way, send] of Object.entries(WAYS)) await check(way, send);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(20);
});
