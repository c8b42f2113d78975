import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { LocationState } from '../../emulator/world/state.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type ConnectionPage, edgesOf, followPages, PAGE } from '../support/pages.ts';
import { buildWorld, type WorldBuilder } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const SSM = 'ssmSessions(first: $first, after: $after)';
const ALL = 'sessions(first: $first, after: $after)';
const OF_FLEET = 'fleet(name: "design") { sessions(first: $first, after: $after)';

const documentOf = (list: string) =>
  `query List($first: Int, $after: String) { ${list} { edges { cursor node { sessionId } } ${PAGE} } ${list === OF_FLEET ? '}' : ''} }`;
// biome-ignore format: one line reads better than six
const pageOf = (data: Readonly<Record<string, never>>): ConnectionPage => data.ssmSessions ?? data.sessions ?? (data.fleet as unknown as { sessions: ConnectionPage }).sessions;

async function pageAt(list: string, first: number, after: string | null): Promise<ConnectionPage> {
  const { data, errors } = await gateway.query(documentOf(list), { first, after });
  expect(errors).toBeUndefined();
  return pageOf(data);
}

const ids = (page: ConnectionPage) => page.edges.map(({ node }) => String(node.sessionId));

function worldOf(count: number): WorldBuilder {
  return buildWorld()
    .fleet('design')
    .stack('Design')
    .stack('Other')
    .associate('Design', 'design')
    .associate('Other', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count })
    .appStreamSessions({ stack: 'Other', fleet: 'design', count: count >> 1, AuthenticationType: 'SAML' })
    .ssmSessions({ count })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: count >> 1 });
}

test.each([SSM, OF_FLEET, ALL])(
  'A session that ends between two pages of %s costs none of the others',
  async (list) => {
    const { world, location } = worldOf(30);
    gateway = await startGateway({ world, cacheTtlMs: 0 });
    const head = await pageAt(list, 10, null);
    const third = ids(head)[2] ?? '';
    location.ssmSessions.delete(third);
    location.appStreamSessions.delete(third);
    const rest = await followPages(gateway, documentOf(list), pageOf, 10, head.pageInfo.endCursor);
    const shown = [...ids(head), ...edgesOf(rest).map(({ node }) => node.sessionId)];
    const all = [...location.ssmSessions.keys(), ...[...location.appStreamSessions.values()].map(({ Id }) => Id)];
    const wanted = list === SSM ? [...location.ssmSessions.keys()] : list === OF_FLEET ? all.slice(-44) : all;
    expect(new Set(shown).size).toBe(shown.length);
    for (const id of wanted) expect(shown).toContain(id);
  },
);

/** Ends some sessions of every service, and begins some at the front and the end of their lists. */
function change({ location, ...world }: WorldBuilder, shares: readonly number[], number: number): void {
  for (const [index, share] of shares.entries()) {
    const pick = <Value>(values: Iterable<Value>) => [...values].at(Math.floor(share * 0.99 * [...values].length));
    if (index % 3 === 0) location.ssmSessions.delete(pick(location.ssmSessions.keys()) ?? '');
    if (index % 3 === 1) location.appStreamSessions.delete(pick(location.appStreamSessions.values())?.Id ?? '');
    if (index % 3 === 2) location.poolSessions.delete(pick(location.poolSessions.values())?.SessionId ?? '');
  }
  world.appStreamSessions({ stack: 'Design', fleet: 'design', count: shares.length });
  atTheFront(location, number);
}

/** SSM lists the newest first. */
function atTheFront(location: LocationState, number: number): void {
  const before = [...location.ssmSessions.values()];
  const [sample] = before;
  location.ssmSessions.clear();
  for (let index = 0; sample && index < number % 4; index += 1) {
    const SessionId = `new-${number}-${index}`;
    location.ssmSessions.set(SessionId, { ...sample, SessionId });
  }
  for (const session of before) location.ssmSessions.set(session.SessionId, session);
}

describe('While sessions begin and end between the pages, and nothing is cached', () => {
  test.each([SSM, OF_FLEET, ALL])('every session that is there all the time is in %s exactly once', async (list) => {
    const worlds = fc.record({
      changes: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), { maxLength: 9 }),
      first: fc.constantFrom(1, 3, 10, 23, 60),
      fixedPageEnds: fc.boolean(),
      emptyPageEvery: fc.constantFrom(0, 2),
    });
    await fc.assert(
      fc.asyncProperty(worlds, async ({ changes, first, ...quirks }) => {
        const world = worldOf(24);
        const { location } = world;
        const running = await startGateway({ world: world.world, cacheTtlMs: 0, quirks });
        gateway = running;
        const lasting = () => [
          ...location.ssmSessions.keys(),
          ...(list === SSM ? [] : [...location.appStreamSessions.values()].map(({ Id }) => Id)),
          ...(list === ALL ? [...location.poolSessions.values()].map(({ SessionId }) => SessionId) : []),
        ];
        const before = lasting();
        const shown: string[] = [];
        let after: string | null = null;
        for (let number = 0, isMore = true; isMore; number += 1) {
          const page: ConnectionPage = await pageAt(list, first, after);
          shown.push(...ids(page));
          after = page.pageInfo.endCursor;
          isMore = page.pageInfo.hasNextPage;
          const shares = changes[number];
          if (shares) change(world, shares, number);
        }
        await running.close();
        const there = new Set(lasting());
        const wanted = before.filter((id) => there.has(id) && (list !== OF_FLEET || !location.ssmSessions.has(id)));
        expect(new Set(shown).size).toBe(shown.length);
        expect(wanted.filter((id) => !shown.includes(id))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

describe('Where AWS repeats items over two pages', () => {
  const REPEATING = { repeatedItems: 2, unsizedPageLength: 3 };
  const names = (count: number, letter: string) => Array.from({ length: count }, (_, index) => `${letter}${index}`);
  const many = () => {
    const world = buildWorld();
    for (const name of names(8, 'f')) world.fleet(name).associate('s0', name);
    for (const name of names(8, 's')) world.stack(name).associate(name, 'f0');
    return world.appStreamSessions({ stack: 's0', fleet: 'f0', count: 120 }).ssmSessions({ count: 450 });
  };

  test.each([1, 2, 5, 200])('every list has each item once, with first: %i', async (first) => {
    gateway = await startGateway({ world: many().world, quirks: REPEATING });
    const lists = {
      'fleets(first: $first, after: $after)': ['name', 8],
      'stacks(first: $first, after: $after)': ['name', 8],
      'appStreamSessions(stackName: "s0", fleetName: "f0", first: $first, after: $after)': ['sessionId', 120],
      'ssmSessions(first: $first, after: $after)': ['sessionId', first < 5 ? null : 450],
      'sessions(first: $first, after: $after)': ['sessionId', first < 5 ? null : 570],
    } as const;
    for (const [list, [key, count]] of Object.entries(lists)) {
      if (count === null) continue;
      const document = `query ($first: Int, $after: String) { ${list} { edges { cursor node { ${key} } } ${PAGE} } }`;
      const pages = await followPages(gateway, document, (data) => Object.values(data)[0] as ConnectionPage, first);
      const keys = edgesOf(pages).map(({ node }) => node[key]);
      expect([list, keys.length, new Set(keys).size]).toEqual([list, count, count]);
    }
  });

  test('so have the lists of a fleet and of a stack, and the sessions of both', async () => {
    gateway = await startGateway({ world: many().world, quirks: REPEATING });
    const { data, errors } = await gateway.query(`{
      fleet(name: "f0") { stacks { nodes { name } } sessions(first: 200) { nodes { sessionId } } }
      stack(name: "s0") { fleets { nodes { name } } sessions(first: 200) { nodes { sessionId } } }
    }`);
    expect(errors).toBeUndefined();
    const distinct = (nodes: object[]) => [nodes.length, new Set(nodes.map((node) => JSON.stringify(node))).size];
    expect(distinct(data.fleet.stacks.nodes)).toEqual([8, 8]);
    expect(distinct(data.stack.fleets.nodes)).toEqual([8, 8]);
    expect(distinct(data.fleet.sessions.nodes)).toEqual([120, 120]);
    expect(distinct(data.stack.sessions.nodes)).toEqual([120, 120]);
  });
});
