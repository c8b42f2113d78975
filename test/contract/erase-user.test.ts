import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFileStore } from '../../src/store/open/open-sqlite-store.ts';
import { type Answer, startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { HISTORY_PAGE, historyPage } from '../support/history-query.ts';
import { firstScan } from '../support/live-query.ts';
import { at, iso, type PastSession, storedHistory } from '../support/stored-history.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const ALICE = 'alice@example.com';
const BOB = 'bob@example.com';
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 - hours * HOUR);

const ERASE = `mutation ($userName: String!) { eraseUser(input: { userName: $userName, reason: "request 12" }) {
  erasedRecords runningSessions userErrors { code field } } }`;
const erase = async (gateway: TestGateway, userName: string) =>
  (await gateway.query(ERASE, { userName })).data.eraseUser;
const ALL_TIME = { from: iso(0), to: new Date(at(0) + 399 * 24 * HOUR).toISOString() };

async function using(store: string, options: TestGatewayOptions, work: (gateway: TestGateway) => Promise<void>) {
  const gateway = await startGateway({ ...options, environment: { GATEWAY_STORE: store } });
  try {
    await work(gateway);
  } finally {
    await gateway.close();
  }
}

/** Texts of a list that the files of a store contain. */
function inFiles(store: string, texts: readonly string[]): string[] {
  const folder = dirname(store.slice('sqlite:'.length));
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  return texts.filter((text) => files.some((bytes) => bytes.includes(text)));
}

/** Texts of a list that a column of any table contains, in any part. */
async function inTables(store: string, texts: readonly string[]): Promise<string[]> {
  const { sql, close } = await openFileStore(store.slice('sqlite:'.length));
  const tables = await sql.all("select name from sqlite_schema where type = 'table'");
  const rows = [];
  for (const { name } of tables) rows.push(...(await sql.all(`select * from ${name}`)));
  await close();
  const all = JSON.stringify(rows);
  return texts.filter((text) => all.includes(JSON.stringify(text).slice(1, -1)));
}

/** More records than one transaction erases, of Alice and of Bob in turn. */
const past: PastSession[] = Array.from({ length: 1_100 }, (_, number) => ({
  ...{ user: number % 2 === 0 ? ALICE : BOB, from: number / 100, to: number / 100 + 1 },
  connected: [[number / 100, number / 100 + 0.5]],
}));

describe('eraseUser', () => {
  test('leaves no trace of the user: in no table, in no file, nor in live sessions; sums stay', async () => {
    const store = await storedHistory(past);
    const SessionId = (index: number) => `${ALICE}-${String(index).padStart(17, '0')}`;
    const { world } = buildWorld().ssmSessions({
      ...{ count: 3, state: 'History', StartDate: ago(3), EndDate: ago(2) },
      each: (index) => ({
        SessionId: SessionId(index),
        Owner: `arn:aws:sts::${testAccountId}:assumed-role/Ops/${ALICE}`,
      }),
    });
    const named = [ALICE, 'alice', SessionId(0), 'session-0', 'session-1098'];
    await using(store, { world, services: ['APPSTREAM', 'SSM'] }, async (gateway) => {
      const usage = `{ sessionUsage(filter: { from: "${iso(0)}", to: "${iso(24)}" }) { series { points {
        peakConcurrent sessionsStarted sessionSeconds connectedSeconds distinctUsers } } } }`;
      const before = (await gateway.query(usage)).data;
      const page = async (userName: string) =>
        historyPage(await gateway.query(HISTORY_PAGE, { filter: { ...ALL_TIME, userName }, first: 200 }));
      const { edges, totalCount } = await page(ALICE);
      expect(totalCount).toBe(553);
      const ids = edges.map(({ node }: { node: { id: string } }) => node.id);
      named.push(Buffer.from(ids[0], 'base64url').toString().slice('SessionRecord["'.length, -2));
      expect(inFiles(store, named)).toEqual(named);

      expect(await erase(gateway, ` ${ALICE.toUpperCase()}`)).toEqual({
        erasedRecords: 553,
        runningSessions: 0,
        userErrors: [],
      });
      expect(inFiles(store, named)).toEqual([]);
      expect(inFiles(store, [BOB])).toEqual([BOB]);
      expect((await page(ALICE)).totalCount).toBe(0);
      expect((await page(BOB)).totalCount).toBe(550);
      expect((await gateway.query(usage)).data).toEqual(before);
      const answer = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: ids.slice(0, 100),
      });
      expect(answer.data.nodes.filter((node: unknown) => node !== null)).toEqual([]);
      expect(await erase(gateway, ALICE)).toMatchObject({ erasedRecords: 0 });
    });
    expect(await inTables(store, named)).toEqual([]);
    expect(inFiles(store, named)).toEqual([]);
  });

  test('gives all records of one erasure one random name', async () => {
    const store = await storedHistory(past.slice(0, 6));
    await using(store, { live: 'off' }, async (gateway) => {
      const userOf = async () => {
        const filter = { ...ALL_TIME, userNamePrefix: 'erased-' };
        const { edges } = historyPage(await gateway.query(HISTORY_PAGE, { filter }));
        return edges.map(({ node }: { node: { user: { userName: string } } }) => node.user.userName);
      };
      await erase(gateway, ALICE);
      const [first] = await userOf();
      expect(await userOf()).toEqual([first, first, first]);
      await erase(gateway, BOB);
      expect(new Set(await userOf()).size).toBe(2);
    });
  });

  test('says which sessions have not ended: the next scan records them anew, and subscriptions read again', async () => {
    const builder = buildWorld().node('i-00000000000000001');
    builder.ssmSessions({
      count: 1,
      StartDate: ago(1),
      Owner: `arn:aws:sts::${testAccountId}:assumed-role/Ops/${ALICE}`,
    });
    builder.ssmSessions({ count: 2, StartDate: ago(1) });
    const store = await storedHistory([{ user: ALICE, from: 0, to: 1 }]);
    await using(store, { world: builder.world, services: ['SSM'] }, async (gateway) => {
      await firstScan(gateway);
      const live = async () => (await gateway.query(`{ liveSessions { totalCount } }`)).data.liveSessions.totalCount;
      expect(await live()).toBe(3);
      const revision = gateway.live?.changes.revision as number;
      expect(await erase(gateway, ALICE)).toEqual({ erasedRecords: 2, runningSessions: 1, userErrors: [] });
      expect(gateway.live?.changes.since(revision - 1)).toBeNull();
      await expect.poll(live).toBe(3);
      const filter = { ...ALL_TIME, userName: ALICE };
      await expect
        .poll(async () => historyPage(await gateway.query(HISTORY_PAGE, { filter })).edges)
        .toMatchObject([{ node: { service: 'SSM', ended: null, spans: [{ status: 'CONNECTED' }] } }]);
    });
  });

  test('is in the audit log with its reason, and without what was erased', async () => {
    const store = await storedHistory(past.slice(0, 2));
    await using(store, { live: 'off' }, async (gateway) => {
      await erase(gateway, ALICE);
      expect(gateway.audit).toMatchObject([
        { phase: 'intent', operation: 'eraseUser', input: { userName: ALICE, reason: 'request 12' } },
        { phase: 'result', outcome: 'done' },
      ]);
      expect(JSON.stringify(gateway.audit)).not.toContain('session-0');
    });
  });

  test('rejects an empty name as a user error, and does nothing where mutations are off', async () => {
    const store = await storedHistory(past.slice(0, 2));
    await using(store, { live: 'off' }, async (gateway) => {
      expect(await erase(gateway, ' ')).toMatchObject({
        erasedRecords: null,
        userErrors: [{ code: 'BAD_USER_INPUT' }],
      });
    });
    await using(store, { live: 'off', mutations: false }, async (gateway) => {
      const { errors }: Answer = await gateway.query(ERASE, { userName: ALICE });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    });
    expect(await inTables(store, [ALICE])).toEqual([ALICE]);
  });
});
