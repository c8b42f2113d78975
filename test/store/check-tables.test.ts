import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTables } from '../../scripts/store/check-tables.ts';
import { type ExportFormat, exportRecords } from '../../scripts/store/export-records.ts';
import { eraseUser } from '../../src/store/history/erasure/erase-user.ts';
import type { Store } from '../../src/store/store.ts';
import { liveSession, SEEN, started } from '../support/live-sessions.ts';
import { changesOf, steps, storeCommits } from '../support/random-changes.ts';
import { FILE, POSTGRESQLS } from '../support/stores.ts';

/** Spans whose rows are divided between two statements, two of them of one session. */
const DIVIDED = [
  [
    { number: 0, status: 'CONNECTING' as const },
    { number: 4, status: 'CONNECTED' as const },
    { number: 4, status: 'CONNECTING' as const },
  ],
  [],
];

describe.each([FILE, ...POSTGRESQLS])('For the store in $name', (engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;
  const it = test.skipIf(engine.missing !== null);

  async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
    const store = await engine.open();
    try {
      await use(store);
    } finally {
      await store.close();
    }
  }

  it(`check finds no contradiction after any commits${reason}`, async () => {
    const property = fc.asyncProperty(steps, (generated) =>
      withStore(async (store) => {
        for (const commit of storeCommits(changesOf(generated))) await store.commit(commit);
        expect(await checkTables(store.sql)).toEqual([]);
      }),
    );
    await fc.assert(property, { numRuns: 4, examples: [[DIVIDED]] });
  });

  it(`check finds no contradiction after a user was erased${reason}`, async () => {
    await withStore(async (store) => {
      const changes = [1, 2, 3, 4].map((number) =>
        started(liveSession(number, { user: number === 2 ? 'bob' : 'alice' })),
      );
      for (const commit of storeCommits([changes])) await store.commit(commit);
      const { revision } = await store.restore({ changesAfter: 0, maxChanges: 10, maxEnded: 10 });
      await eraseUser(store.sql, 'bob', SEEN);
      expect(await checkTables(store.sql)).toEqual([]);
      const restored = await store.restore({ changesAfter: 0, maxChanges: 10, maxEnded: 10 });
      expect([restored.revision, restored.changes.map((change) => change.revision)]).toEqual([revision, [3, 4]]);
    });
  });

  it(`check counts what contradicts something else, without names${reason}`, async () => {
    await withStore(async (store) => {
      const changes = [1, 2, 3].map((number) => started(liveSession(number, { user: 'alice' })));
      for (const commit of storeCommits([changes])) await store.commit(commit);
      const reverse = 'update session set ended_after = $1, ended_before = $2 where id = $3';
      await store.sql.run('delete from change where revision = 2');
      await store.sql.run(reverse, [SEEN + 2, SEEN + 1, 'APPSTREAM-1']);
      await store.sql.run('update span set seq = 4 where id = $1', ['APPSTREAM-2']);
      await store.sql.run('update clock set revision = 2');
      expect(await checkTables(store.sql)).toEqual([
        '1 revisions missing from the change log',
        '1 changes after the revision',
        '1 sessions after the revision',
        '1 ended sessions with a lasting span',
        '1 sessions with a span missing',
        '1 bounds that are reversed',
      ]);
    });
  });

  it(`export has each record once, as a line of JSON or as cells that no spreadsheet computes${reason}`, async () => {
    await withStore(async ({ commit, sql }) => {
      const users = ['=cmd', 'a, "b"', 'alice'];
      const sessions = Array.from({ length: 2_003 }, (_, number) =>
        liveSession(number, { user: users[number % 3] ?? '' }),
      );
      for (const each of storeCommits([sessions.map((session) => started(session))])) await commit(each);
      const lines = async (format: ExportFormat) => {
        const written: string[] = [];
        expect(await exportRecords(sql, (line) => void written.push(line), format)).toBe(2_003);
        return written;
      };
      const records = (await lines('ndjson')).map((line) => JSON.parse(line) as { readonly id: string });
      expect(new Set(records.map(({ id }) => id)).size).toBe(2_003);
      const [header, ...cells] = await lines('csv');
      expect(header).toMatch(/^id,service,account_id,.*,end_reason,connections\r\n$/);
      expect(cells).toHaveLength(2_003);
      for (const [user, cell] of [
        ['=cmd', ",'=cmd,"],
        ['a, "b"', ',"a, ""b""",'],
        ['alice', ',alice,'],
      ] as const)
        expect([user, cells.filter((line) => line.includes(cell)).length > 600]).toEqual([user, true]);
    });
  });
});
