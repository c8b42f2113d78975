import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import type { Answer } from '../support/gateway.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { ALICE, OWN, ownWorld, SELF_SCOPED_AND_FLEETS } from '../support/self-scoped-world.ts';

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world: ownWorld, traceAlways: true });
});
beforeEach(() => guarded.gateway.emulator.clearCalls());
afterAll(() => guarded.close());

const ask = (document: string, variables: Record<string, unknown> = {}, scopes = OWN) =>
  guarded.ask(document, { scopes, variables });

interface Page {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly id: string; readonly user: { readonly userName: string } | null };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Every page, by the cursor of its last edge. */
async function pagesOf(document: string, read: (data: Answer['data']) => Page, first: number, scopes = OWN) {
  const pages: Page[] = [];
  let after: string | null = null;
  do {
    const { data, errors } = await ask(document, { first, after }, scopes);
    expect(errors).toBeUndefined();
    const page = read(data);
    pages.push(page);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return pages;
}

const PAGE = '{ edges { cursor node { id ... on Session { user { userName } } } } pageInfo { hasNextPage endCursor } }';
const ARGS = 'first: $first, after: $after';
const HEAD = 'query ($first: Int, $after: String)';

/** Every list of sessions, what of it is Alice's, and how to get there. */
const LISTS: Record<
  string,
  { document: string; read: (data: Answer['data']) => Page; own: number; scopes?: readonly AccessScope[] }
> = {
  sessions: {
    document: `${HEAD} { sessions(${ARGS}) ${PAGE} }`,
    read: ({ sessions }) => sessions,
    own: 24 + 1 + 46 + 12,
  },
  'user.sessions': {
    document: `${HEAD} { user(userName: "ALICE@example.com") { sessions(${ARGS}) ${PAGE} } }`,
    read: ({ user }) => user.sessions,
    own: 83,
  },
  appStreamSessions: {
    document: `${HEAD} { appStreamSessions(stackName: "Design", fleetName: "alpha", ${ARGS}) ${PAGE} }`,
    read: ({ appStreamSessions }) => appStreamSessions,
    own: 24,
  },
  ssmSessions: {
    document: `${HEAD} { ssmSessions(${ARGS}) ${PAGE} }`,
    read: ({ ssmSessions }) => ssmSessions,
    own: 46,
  },
  'ssmSessions of the past': {
    document: `${HEAD} { ssmSessions(state: HISTORY, ${ARGS}) ${PAGE} }`,
    read: ({ ssmSessions }) => ssmSessions,
    own: 2,
  },
  poolSessions: {
    document: `${HEAD} { poolSessions(poolId: "wspool-bbbbbbbbb", ${ARGS}) ${PAGE} }`,
    read: ({ poolSessions }) => poolSessions,
    own: 12,
  },
  'poolSessions of a pool of others': {
    document: `${HEAD} { poolSessions(poolId: "wspool-aaaaaaaaa", ${ARGS}) ${PAGE} }`,
    read: ({ poolSessions }) => poolSessions,
    own: 0,
  },
  'Fleet.sessions': {
    document: `${HEAD} { fleet(name: "gamma") { sessions(${ARGS}) ${PAGE} } }`,
    read: ({ fleet }) => fleet.sessions,
    own: 1,
    scopes: SELF_SCOPED_AND_FLEETS,
  },
  'Stack.sessions': {
    document: `${HEAD} { stack(name: "Design") { sessions(${ARGS}) ${PAGE} } }`,
    read: ({ stack }) => stack.sessions,
    own: 25,
    scopes: SELF_SCOPED_AND_FLEETS,
  },
  'Pool.sessions': {
    document: `${HEAD} { pool(poolId: "wspool-bbbbbbbbb") { sessions(${ARGS}) ${PAGE} } }`,
    read: ({ pool }) => pool.sessions,
    own: 12,
    scopes: SELF_SCOPED_AND_FLEETS,
  },
  'ManagedNode.sessions': {
    document: `${HEAD} { managedNode(instanceId: "i-00000000000000001") { sessions(${ARGS}) ${PAGE} } }`,
    read: ({ managedNode }) => managedNode.sessions,
    own: 46,
    scopes: SELF_SCOPED_AND_FLEETS,
  },
};

describe.each(Object.entries(LISTS))(
  'Of %s a caller with sessions:read:own',
  (_name, { document, read, own, scopes = OWN }) => {
    test.each([1, 7, 200])('sees their own, all of them, once each, in pages of %i that are full', async (first) => {
      const pages = await pagesOf(document, read, first, scopes);
      const edges = pages.flatMap((page) => page.edges);
      expect(new Set(edges.map(({ node }) => node.id)).size).toBe(own);
      expect(edges).toHaveLength(own);
      expect(edges.every(({ node }) => node.user?.userName === ALICE)).toBe(true);
      // As many pages as of a list in which nothing else is: none that is short tells where others stand.
      expect(pages.map((page) => page.edges.length)).toEqual(
        Array.from({ length: Math.max(1, Math.ceil(own / first)) }, (_, index) => Math.min(first, own - index * first)),
      );
    });

    test('goes on from every cursor, none of which says anything', async () => {
      const [page] = (await pagesOf(document, read, 200, scopes)) as [Page];
      for (const [index, { cursor }] of [...page.edges.entries()].slice(0, 8)) {
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(
          /alpha|beta|gamma|wspool|APPSTREAM|SSM|\d{12}/,
        );
        const { data } = await ask(document, { first: 1, after: cursor }, scopes);
        expect(read(data).edges.map(({ node }) => node.id)).toEqual(
          page.edges.slice(index + 1, index + 2).map(({ node }) => node.id),
        );
      }
    });

    test('has cursors that are no use to another caller, nor others’ to them', async () => {
      const unscoped: readonly AccessScope[] = ['sessions:read', 'fleets:read'];
      const { data } = await ask(document, { first: 1 }, unscoped);
      const theirs = read(data).pageInfo.endCursor;
      if (theirs !== null)
        expect(codesOf(await ask(document, { first: 1, after: theirs }, scopes))).toEqual(['INVALID_CURSOR']);
      const own = read((await ask(document, { first: 1 }, scopes)).data).pageInfo.endCursor;
      if (own === null) return;
      expect(codesOf(await ask(document, { first: 1, after: own }, unscoped))).toEqual(['INVALID_CURSOR']);
      const bob = await guarded.ask(document, { scopes, user: 'bob@example.com', variables: { first: 1, after: own } });
      expect(codesOf(bob)).toEqual(['INVALID_CURSOR']);
    });
  },
);
