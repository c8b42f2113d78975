import { describe, expect, test } from 'vitest';
import { checkTables } from '../../scripts/store/check-tables.ts';
import type { SqlConnection, SqlRow } from '../../src/store/sql.ts';
import { insert } from '../support/history-records.ts';
import { liveSession, SEEN, started } from '../support/live-sessions.ts';
import { storeCommits } from '../support/random-changes.ts';
import { MEMORY, POSTGRESQL } from '../support/stores.ts';

type Damage = (sql: SqlConnection) => Promise<unknown>;

const ID = 'APPSTREAM-1';
const run =
  (text: string, params: readonly (string | number)[] = []): Damage =>
  (sql) =>
    sql.run(text, params);
const all =
  (...damages: readonly Damage[]): Damage =>
  async (sql) => {
    for (const damage of damages) await damage(sql);
  };
const span = (seq: number, from: number, to: number | null): SqlRow => ({
  ...{ id: ID, seq, status: 'CONNECTED', from_after: null, from_before: from, to_after: null, to_before: to },
});
const spans =
  (...rows: readonly SqlRow[]): Damage =>
  async (sql) => {
    await sql.run('delete from span where id = $1', [ID]);
    await insert(sql, 'span', rows);
  };
const observed =
  (...periods: readonly (readonly [from: number, to: number])[]): Damage =>
  async (sql) => {
    await sql.run('delete from observed');
    const place = { service: 'SSM', account_id: '1', region: 'r', source_id: 'a' };
    await insert(
      sql,
      'observed',
      periods.map(([from_at, to_at]) => ({ ...place, from_at, to_at })),
    );
  };
const end = run('update session set ended_before = $1 where id = $2', [SEEN + 9, ID]);
const ended = (columns: string, ...params: readonly number[]) =>
  all(end, spans(span(1, SEEN, SEEN + 9)), run(`update session set ${columns} where id = '${ID}'`, params));

/** Damage of each kind alone, and what `check` says of it. */
const DAMAGES: readonly (readonly [line: string, damage: Damage])[] = [
  ['1 revisions missing from the change log', run('delete from change where revision = 2')],
  [
    '1 changes after the revision',
    all(run('update clock set revision = 2'), run('update session set revision = 1 where revision = 3')),
  ],
  ['1 sessions after the revision', run('update session set revision = 4 where id = $1', [ID])],
  // The first one has not ended when the second begins.
  [
    '1 sessions with several lasting spans, 1 spans that begin before the one before them ends',
    spans(span(1, SEEN, null), span(2, SEEN + 1, null)),
  ],
  ['1 ended sessions with a lasting span', end],
  ['1 sessions with a span missing', spans(span(1, SEEN, SEEN + 1), span(3, SEEN + 2, null))],
  ['1 sessions with a span missing', spans(span(2, SEEN, null))],
  ['1 spans that begin before the one before them ends', spans(span(1, SEEN, SEEN + 5), span(2, SEEN + 4, null))],
  ['1 spans without a session', (sql) => insert(sql, 'span', [{ ...span(1, SEEN, null), id: 'lost' }])],
  ['1 sessions that ended before they began', ended('started_at = $1', SEEN + 10)],
  [
    '1 sessions that ended before they began',
    ended('started_at = null, started_after = $1, started_before = $2', SEEN + 10, SEEN + 11),
  ],
  ['1 bounds that are reversed', ended('ended_after = $1', SEEN + 10)],
  ['1 bounds that are reversed', run('update session set started_after = started_before + 1 where id = $1', [ID])],
  ['1 observed periods that overlap', observed([1, 5], [5, 9])],
  ['1 observed periods that end before they begin', observed([5, 4])],
];

/** States that look like damage, and are none. */
const SOUND: readonly (readonly [title: string, damage: Damage])[] = [
  ['a change log whose beginning was deleted', run('delete from change where revision <= 2')],
  ['a change log that was deleted as a whole', run('delete from change')],
  [
    'a session that ended at the moment at which it began',
    ended('started_at = $1, started_after = $1, started_before = $1', SEEN + 9),
  ],
  ['a span that begins when the one before it ends', spans(span(1, SEEN, SEEN + 5), span(2, SEEN + 5, null))],
  ['a session without spans', spans()],
  ['periods with a gap between', observed([1, 4], [5, 9])],
  ['a period of one scan', observed([5, 5])],
];

describe.each([MEMORY, POSTGRESQL])('In $name, `npm run store -- check`', (engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;
  const it = test.skipIf(engine.missing !== null);

  it(`finds each kind of damage alone, and takes nothing else for it${reason}`, async () => {
    const store = await engine.open();
    try {
      const [commit] = storeCommits([[1, 2, 3].map((number) => started(liveSession(number)))]);
      if (commit) await store.commit(commit);
      expect(await checkTables(store.sql)).toEqual([]);
      const found: [string, string][] = [];
      for (const [line, damage] of [...DAMAGES, ...SOUND.map(([title, each]) => [title, each] as const)]) {
        const undo = new Error('undo');
        const faults = store.sql.transaction(async (transaction) => {
          await damage(transaction);
          const within = { ...transaction, transaction: (work: (of: SqlConnection) => unknown) => work(transaction) };
          found.push([line, (await checkTables(within as SqlConnection)).join(', ')]);
          throw undo;
        });
        await expect(faults).rejects.toBe(undo);
      }
      const expected = [...DAMAGES.map(([line]) => [line, line]), ...SOUND.map(([title]) => [title, ''])];
      expect(found).toEqual(expected);
    } finally {
      await store.close();
    }
  });
});
