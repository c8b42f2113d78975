import { type ExecutionArgs, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { SharedSource } from '../../../src/live/broadcaster/shared-source.ts';
import { sharedStreams } from '../../../src/server/streams/shared-streams.ts';

const QUERY = 'subscription ($after: String, $by: String) { changes(after: $after, by: $by) { id } }';

interface Viewer {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly scopes?: readonly string[];
  readonly user?: string | null;
}

/** Joins viewers, and counts the groups that were opened for them. */
function joined(viewers: readonly Viewer[]) {
  let opened = 0;
  let closed = 0;
  const source = (): SharedSource =>
    ({
      start: { revision: 0, text: 'p0' },
      startText: 'p0',
      open() {
        opened += 1;
        return {
          isState: false,
          waiting: 0,
          take: () => undefined,
          following: (revision: number) => ({ revision, isLast: true }),
          bookmark: () => undefined,
          resync: () => undefined,
          close() {
            closed += 1;
          },
        };
      },
      [Symbol.asyncIterator]() {
        throw new Error('not read');
      },
    }) as unknown as SharedSource;
  const streams = sharedStreams({ executeEvent: async () => '' });
  const outlet = { send: () => true, complete() {}, fail() {} };
  const attached = viewers.map(
    ({ query = QUERY, operationName, variables = {}, scopes = ['sessions:read'], user = null }) => {
      const args = {
        document: parse(query),
        operationName,
        variableValues: variables,
        contextValue: { caller: { scopes: new Set(scopes) }, own: user === null ? null : { userName: user } },
      } as unknown as ExecutionArgs;
      return streams(source(), args).attach(outlet);
    },
  );
  const groups = opened;
  for (const each of attached) each.detach();
  return { groups, closed: () => closed };
}

describe('Subscriptions share executions', () => {
  test.each<[string, Viewer, Viewer]>([
    ['with the same document, variables and view', {}, {}],
    ['that begin at different positions', { variables: { after: 'a' } }, { variables: { after: 'b' } }],
    ['one of which begins now', { variables: { after: 'a' } }, {}],
    [
      'whose variables are in another order',
      { variables: { by: 'x', after: 'a' } },
      { variables: { after: 'a', by: 'x' } },
    ],
    ['of two callers with the same scopes', { scopes: ['a', 'b'] }, { scopes: ['b', 'a'] }],
    [
      'of two self-scoped callers of one name',
      { scopes: ['sessions:read:own'], user: 'alice' },
      { scopes: ['sessions:read:own'], user: 'alice' },
    ],
  ])('%s', (_title, one, other) => {
    const { groups, closed } = joined([one, other]);
    expect([groups, closed()]).toEqual([1, 1]);
  });
});

describe('Subscriptions do not share executions', () => {
  const twice = 'subscription ($after: String) { changes(after: $after, by: $after) { id } }';
  const renamed = 'subscription ($after: String) { other(by: $after) { id } }';
  test.each<[string, Viewer, Viewer]>([
    ['with other documents', {}, { query: `${QUERY} ` }],
    ['with other variables', { variables: { by: 'x' } }, { variables: { by: 'y' } }],
    ['with other scopes', {}, { scopes: ['sessions:read', 'fleets:read'] }],
    [
      'of two self-scoped callers',
      { scopes: ['sessions:read:own'], user: 'alice' },
      { scopes: ['sessions:read:own'], user: 'bob' },
    ],
    [
      'whose results depend on where they begin',
      { query: twice, variables: { after: 'a' } },
      { query: twice, variables: { after: 'b' } },
    ],
    [
      'with a variable of that name for another argument',
      { query: renamed, variables: { after: 'a' } },
      { query: renamed, variables: { after: 'b' } },
    ],
    [
      'of two operations of one document',
      { query: `${QUERY.replace('(', 'A (')} ${QUERY.replace('(', 'B (')}`, operationName: 'A' },
      { query: `${QUERY.replace('(', 'A (')} ${QUERY.replace('(', 'B (')}`, operationName: 'B' },
    ],
  ])('%s', (_title, one, other) => {
    const { groups, closed } = joined([one, other]);
    expect([groups, closed()]).toEqual([2, 2]);
  });
});
