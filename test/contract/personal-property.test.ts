import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { startGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const PAGE = `query ($first: Int, $after: String) {
  sessions(filter: { services: [WORKSPACES_PERSONAL] }, first: $first, after: $after) {
    nodes { sessionId } pageInfo { hasNextPage endCursor } incomplete
  }
}`;
const WORKSPACES_PER_PAGE = 25;
/** Status pages that one page of sessions reads at most. */
const STATUS_PAGES = 20;

interface Case {
  /** Which WorkSpaces are connected, in AWS's order. */
  readonly connected: readonly boolean[];
  readonly first: number;
  readonly quirks?: Partial<Quirks>;
  /** Called after each page. */
  readonly between?: (world: ReturnType<typeof buildWorld>) => void;
  readonly cacheTtlMs?: number;
}

/** Reads all pages. Returns the ids shown, in order, and the AWS calls by operation. */
async function readAll({ connected, first, quirks, between, cacheTtlMs }: Case) {
  const built = buildWorld().workspaces(connected.length, (index) => ({
    connection: { ConnectionState: connected[index] ? 'CONNECTED' : 'DISCONNECTED' },
  }));
  const gateway = await startGateway({ world: built.world, quirks, cacheTtlMs });
  const expected = [...built.location.workspaces.keys()].filter((_id, index) => connected[index]);
  const shown: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await gateway.query(PAGE, { first, after });
    if (errors) throw new Error(JSON.stringify(errors));
    const { nodes, pageInfo, incomplete } = data.sessions;
    expect(incomplete).toBe(false);
    shown.push(...nodes.map(({ sessionId }: { sessionId: string }) => sessionId));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor as string;
    between?.(built);
  }
  const count = (operation: string) => gateway.emulator.count(operation);
  const calls = { status: count('DescribeWorkspacesConnectionStatus'), described: count('DescribeWorkspaces') };
  await gateway.close();
  return { expected, shown, calls };
}

/** Worlds of up to 300 WorkSpaces of which a few, some or most are connected. */
const connections = fc
  .tuple(
    fc.integer({ min: 0, max: 300 }),
    fc.constantFrom(0.02, 0.2, 0.5, 1),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map(([count, share, chances]) => Array.from({ length: count }, () => (chances.next().value as number) < share));
const firsts = fc.constantFrom(1, 7, 24, 25, 26, 60, 200);

test('Whichever WorkSpaces are connected, pages joined are those, in AWS’s order, for the minimum of calls', async () => {
  await fc.assert(
    fc.asyncProperty(connections, fc.constantFrom(24, 25, 26, 60, 200), async (connected, first) => {
      const { expected, shown, calls } = await readAll({ connected, first });
      expect(shown).toEqual(expected);
      const statusPages = Math.max(1, Math.ceil(connected.length / WORKSPACES_PER_PAGE));
      expect(calls.status).toBe(statusPages);
      expect(calls.described).toBeGreaterThanOrEqual(Math.ceil(expected.length / WORKSPACES_PER_PAGE));
      expect(calls.described).toBeLessThanOrEqual(
        Math.ceil(expected.length / WORKSPACES_PER_PAGE) + Math.floor(statusPages / STATUS_PAGES),
      );
    }),
    { numRuns: 15 },
  );
});

test('Pages of AWS that are empty, repeat items or have a token too many change nothing', async () => {
  const quirks = fc.record({
    emptyPageEvery: fc.constantFrom(0, 2, 3),
    repeatedItems: fc.constantFrom(0, 1, 5),
    tokenAfterLastPage: fc.boolean(),
    emptyStringAsLastToken: fc.boolean(),
    unsizedPageLength: fc.constantFrom(3, 25, 100),
  });
  await fc.assert(
    fc.asyncProperty(
      connections,
      firsts.filter((first) => first > 6),
      quirks,
      async (connected, first, given) => {
        const { expected, shown } = await readAll({ connected: connected.slice(0, 120), first, quirks: given });
        expect(shown).toEqual(expected);
      },
    ),
    { numRuns: 15 },
  );
});

test('A WorkSpace that stays connected is shown exactly once while others connect, disconnect and are deleted', async () => {
  await fc.assert(
    fc.asyncProperty(
      connections,
      fc.constantFrom(7, 25, 40),
      fc.infiniteStream(fc.nat()),
      async (all, first, picks) => {
        const connected = all.slice(0, 150);
        const touched = new Set<string>();
        const between = ({ location }: ReturnType<typeof buildWorld>) => {
          for (let change = 0; change < 5; change += 1) {
            const ids = [...location.workspaces.keys()];
            const pick = picks.next().value as number;
            const id = ids[pick % ids.length];
            const connection = id === undefined ? undefined : location.workspaceConnections.get(id);
            if (id === undefined || !connection) return;
            touched.add(id);
            if (pick % 3 === 0) {
              location.workspaces.delete(id);
              location.workspaceConnections.delete(id);
            } else
              connection.ConnectionState = connection.ConnectionState === 'CONNECTED' ? 'DISCONNECTED' : 'CONNECTED';
          }
        };
        const { expected, shown } = await readAll({ connected, first, between, cacheTtlMs: 0 });
        const stayed = expected.filter((id) => !touched.has(id));
        const shownOf = new Set(shown);
        expect(shown).toHaveLength(shownOf.size);
        expect(stayed.filter((id) => !shownOf.has(id))).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
});
