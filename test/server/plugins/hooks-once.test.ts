import type { Plugin } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '../../../src/server/context/request-context.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { shapesWorld } from '../../support/query-shapes.ts';

let gateway: TestGateway;
let listening: Listening;
const passed: Record<string, number> = {};
beforeAll(async () => {
  const count = (hook: string) => {
    passed[hook] = (passed[hook] ?? 0) + 1;
  };
  const counting: Plugin<RequestContext> = {
    onParams: () => count('params'),
    onParse: () => count('parse'),
    onValidate: () => count('validate'),
    onExecute: () => count('execute'),
    onExecutionResult: () => count('result'),
  };
  gateway = await startGateway({ world: shapesWorld(), mutations: false, plugins: [counting] });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

const REQUESTS: Record<string, object> = {
  'is answered': { query: '{ fleets(first: 1) { nodes { name } } }' },
  'fails in a field': { query: '{ fleet(name: "b a d") { name } stack(name: "Design") { name } }' },
  'fails altogether': { query: '{ fleets(first: 999) { nodes { name } } }' },
  'does not parse': { query: '{ fleets {' },
  'does not validate': { query: '{ nonsense }' },
  'has a variable of another type': {
    query: 'query ($n: Int) { fleets(first: $n) { nodes { name } } }',
    variables: { n: 'x' },
  },
  'names no operation': { query: 'query A { __typename } query B { __typename }', operationName: 'C' },
  'costs too much': {
    query:
      '{ fleets(first: 200) { nodes { sessions(first: 200) { nodes { fleet { stacks(first: 200) { nodes { name } } } } } } } }',
  },
  'is an empty document': { query: '' },
  'is no document': { query: 7 },
  'has too long a document': { query: `{ __typename } #${'x'.repeat(200_000)}` },
  'is a change that is not allowed': {
    query: 'mutation { stopFleet(input: { name: "odd" }) { userErrors { code } } }',
  },
};

describe.each([
  ['the fast path', 'application/json'],
  ['Yoga', 'application/graphql-response+json, application/json;q=0.9'],
])('Through %s a request runs each hook at most once', (_way, accept) => {
  test.each(Object.entries(REQUESTS))('one that %s', async (_title, params) => {
    for (let time = 0; time < 2; time += 1) {
      for (const hook of Object.keys(passed)) delete passed[hook];
      const lines = gateway.log.length;
      const headers = { 'content-type': 'application/json', accept };
      await (await fetch(`${listening.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(params) })).json();
      expect(passed.params).toBe(1);
      expect(Math.max(...Object.values(passed))).toBe(1);
      expect(gateway.log.slice(lines).filter(({ msg }) => msg === 'request')).toHaveLength(1);
    }
  });
});
