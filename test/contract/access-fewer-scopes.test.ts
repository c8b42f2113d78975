import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS_SCOPES, type AccessScope } from '../../src/schema/access/access.ts';
import { TABLE } from '../support/access-table.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';
import { iso, recordId, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { TOMORROW } from '../support/terminations.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const ALICE = { UserId: 'alice@example.com' };
const BOB = { UserId: 'bob@example.com' };
const owner = ({ UserId }: typeof ALICE) => ({ Owner: `arn:aws:sts::${testAccountId}:assumed-role/Ops/${UserId}` });
const stream = { stack: 'Design', fleet: 'design', InstanceDrainStatus: 'NOT_APPLICABLE' } as const;
const { world, location } = buildWorld()
  .fleet('design')
  .stack('Design')
  .associate('Design', 'design')
  .appStreamSessions({ ...stream, ...ALICE })
  .appStreamSessions({ ...stream, ...BOB })
  .node('i-00000000000000001')
  .ssmSessions({ Target: 'i-00000000000000001', ...owner(ALICE) })
  .ssmSessions({ Target: 'i-00000000000000001', ...owner(BOB) })
  .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
  .poolSessions({ pool: 'Ops', ExpirationTime: TOMORROW, ...ALICE })
  .poolSessions({ pool: 'Ops', ExpirationTime: TOMORROW, ...BOB });
const streams = [...location.appStreamSessions.values()].map((one) => appStreamId(one));
const ids = [
  ...streams,
  ...[...location.ssmSessions.values()].map((one) => ssmId(one)),
  ...[...location.poolSessions.values()].map((one) => poolSessionId(one)),
];

let guarded: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  const records = [ALICE, BOB].map(({ UserId }, from) => ({ user: UserId, from, to: from + 1 }));
  history = await sharedHistory(records);
  guarded = await startGuarded({ world, traceAlways: true, environment: { GATEWAY_STORE: history.store } });
});
afterAll(async () => {
  await guarded.close();
  history.remove();
});

const LIST = '{ nodes { id sessionId user { userName } } }';
const READS = [
  `{ sessions { nodes { id user { userName } } sources { label } } }`,
  `{ ssmSessions { nodes { id managedNode { instanceId sessions ${LIST} } } } }`,
  `{ appStreamSessions(stackName: "Design", fleetName: "design") { nodes { id fleet { name } stack { name } } } }`,
  `{ poolSessions(poolId: "wspool-aaaaaaaaa") { nodes { id pool { poolId } } } }`,
  ...['alice', 'bob'].map((name) => `{ user(userName: "${name}@example.com") { sessions { nodes { id } } } }`),
  `{ fleets { nodes { name sessions ${LIST} stacks { nodes { name sessions ${LIST} } } } } }`,
  `{ pools { nodes { poolId sessions ${LIST} } } managedNodes { nodes { instanceId sessions ${LIST} } } }`,
  `{ nodes(ids: ${JSON.stringify(ids)}) { id } }`,
];
/** Dry runs and rejected changes: they show permissions without changing the world. */
const CHANGES = [
  ...ids
    .slice(0, 2)
    .map((id) => `mutation { terminateSession(input: { id: "${id}", dryRun: true }) { outcome userErrors { code } } }`),
  `mutation { terminateSessions(input: { ids: ${JSON.stringify(ids)}, dryRun: true }) { results { id outcome session { id } } } }`,
  ...streams.map((id) => `mutation { drainSessionInstance(input: { id: "${id}" }) { userErrors { code } } }`),
  ...Object.entries(TABLE)
    .filter(([name]) => name.startsWith('Mutation.') && /createFleet|stopFleet|associateFleet|startPool/.test(name))
    .map(([, { document }]) => document),
];

/** Every datum of an answer that is not null, under its path; whatever a list has, in whatever order. */
function dataOf(value: unknown, path = ''): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => dataOf(item, `${path}[]`));
  if (typeof value !== 'object') return [`${path}=${String(value)}`];
  return Object.entries(value).flatMap(([key, member]) => dataOf(member, `${path}.${key}`));
}

interface Documents {
  readonly reads: readonly string[];
  readonly changes: readonly string[];
}

/** Rights of a caller: each datum they are shown, each change that is not forbidden. */
async function allowed(scopes: readonly AccessScope[], documents: Documents): Promise<ReadonlySet<string>> {
  const reads = await Promise.all(
    documents.reads.map(async (document, index) => {
      const { data, extensions } = (await guarded.ask(document, { scopes })) as { data: unknown; extensions?: object };
      return [...dataOf(data, `read${index}`), ...(extensions ? [`read${index} upstream`] : [])];
    }),
  );
  const changes = await Promise.all(
    documents.changes.map(async (document, index) => {
      const { data } = await guarded.ask(document, { scopes });
      return dataOf(data, `change${index}`).filter((datum) => !datum.endsWith('code=FORBIDDEN'));
    }),
  );
  // Labels of sources buildSessions which locations there are to who sees all: they are data of their own.
  return new Set([...reads, ...changes].flat().filter((datum) => !datum.includes('.sources[]')));
}

const RECORD = '{ nodes { id sessionId user { userName } spans { status } session { id } } }';
const WINDOW = `filter: { from: "${iso(0)}", to: "${iso(24)}" }`;
const POINT = '{ peakConcurrent distinctUsers }';
const OF_RECORDS: readonly string[] = [
  `{ sessionHistory(${WINDOW}) ${RECORD} }`,
  ...['alice', 'bob'].map((name) => `{ user(userName: "${name}@example.com") { sessionHistory ${RECORD} } }`),
  `{ nodes(ids: ${JSON.stringify([recordId(0), recordId(1)])}) { id } }`,
  `{ sessionUsage(${WINDOW}) { series { total ${POINT} } } }`,
  `{ sessionUsage(${WINDOW}, by: [USER]) { series { key { value } total ${POINT} } } }`,
];

const isOfRecords = (scope: AccessScope) => /^(?:history|usage|people):/.test(scope);

/** Scopes of AWS's resources, and those of records with those of sessions: together they would be a thousand sets. */
const GROUPS: readonly (readonly [string, readonly AccessScope[], Documents, number])[] = [
  ['resources', ACCESS_SCOPES.filter((scope) => !isOfRecords(scope)), { reads: READS, changes: CHANGES }, 60],
  [
    'records',
    ACCESS_SCOPES.filter((scope) => isOfRecords(scope) || scope.startsWith('sessions:read')),
    { reads: OF_RECORDS, changes: [] },
    12,
  ],
];

test.each(GROUPS)(
  'Fewer scopes never allow more, of every set of scopes for %s: what one may, one may with any other beside them',
  async (_, scopesOfGroup, documents, most) => {
    const all = Array.from({ length: 2 ** scopesOfGroup.length }, (_, bits) =>
      scopesOfGroup.filter((_scope, index) => bits & (1 << index)),
    );
    const byScopes = new Map<string, ReadonlySet<string>>();
    for (const scopes of all) byScopes.set(scopes.join(' '), await allowed(scopes, documents));

    const violations = all.flatMap((scopes) =>
      scopesOfGroup
        .filter((scope) => !scopes.includes(scope))
        .flatMap((added) => {
          const more = byScopes.get(scopesOfGroup.filter((one) => one === added || scopes.includes(one)).join(' '));
          const lost = [...(byScopes.get(scopes.join(' ')) ?? [])].filter((datum) => !more?.has(datum));
          return lost.map((datum) => `${scopes.join(' ')} may, with ${added} may not: ${datum}`);
        }),
    );
    expect(violations).toEqual([]);
    expect(byScopes.get('')).toEqual(new Set());
    expect(byScopes.get(scopesOfGroup.join(' '))?.size).toBeGreaterThan(most);
  },
);

/** Scopes of resources and of records together, one after another in random orders: every one is added to many sets of others. */
test('Fewer scopes never allow more, whichever of all scopes is added next', async () => {
  const documents = { reads: [...READS, ...OF_RECORDS], changes: CHANGES };
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  function allowedOnce(scopes: readonly AccessScope[]): Promise<ReadonlySet<string>> {
    const name = scopes.join(' ');
    const found = known.get(name) ?? allowed(scopes, documents);
    known.set(name, found);
    return found;
  }
  const orders = fc.shuffledSubarray([...ACCESS_SCOPES], { minLength: ACCESS_SCOPES.length });
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      let before: ReadonlySet<string> = new Set();
      for (let count = 1; count <= order.length; count += 1) {
        const scopes = ACCESS_SCOPES.filter((scope) => order.slice(0, count).includes(scope));
        const now = await allowedOnce(scopes);
        expect(
          [...before].filter((datum) => !now.has(datum)),
          `lost with ${order[count - 1]}: ${scopes}`,
        ).toEqual([]);
        before = now;
      }
    }),
    { numRuns: 4 },
  );
});

const END = `mutation { terminateSessions(input: { ids: ${JSON.stringify(ids)}, dryRun: true }) { results { outcome userErrors { code } } } }`;

test('Without sessions:read a caller terminates only their own sessions', async () => {
  const { data } = await guarded.ask(END, { scopes: ['sessions:terminate'] });
  const results = data.terminateSessions.results as { outcome: string | null; userErrors: { code: string }[] }[];
  expect(results.map(({ outcome, userErrors }) => outcome ?? userErrors[0]?.code)).toEqual([
    ...['WOULD_TERMINATE', 'FORBIDDEN', 'WOULD_TERMINATE', 'FORBIDDEN', 'WOULD_TERMINATE', 'FORBIDDEN'],
  ]);
});
