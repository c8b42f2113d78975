import { describe, expect, test } from 'vitest';
import { eraseUser, idsOfUser } from '../../../src/store/history/erasure/erase-user.ts';
import { type StoreKind, scrub } from '../../../src/store/history/erasure/scrub.ts';
import { digestOf } from '../../../src/store/history/importing/import-ended.ts';
import type { SqlRow } from '../../../src/store/sql.ts';
import { HOUR, insert, NOW, OBSERVED, WEEK } from '../../support/history-records.ts';
import { type Engine, MEMORY, POSTGRESQL } from '../../support/stores.ts';

const KINDS: readonly (readonly [string, StoreKind, Engine])[] = [
  ['memory', 'memory', MEMORY],
  ['PostgreSQL', 'postgres', POSTGRESQL],
];

const session = (number: number, user: string, row: SqlRow = {}): SqlRow => ({
  ...{
    ...OBSERVED,
    id: `${user}-${number}`,
    type: 'SsmSession',
    service: 'SSM',
    account_id: '1',
    region: 'r',
    source_id: 'a',
  },
  ...{ session_id: `${user}-${number}`, user_name: user, status: 'TERMINATED', started_before: WEEK + number },
  ...{ ended_before: WEEK + HOUR, is_listed: 0, body: null, ...row },
});

describe.each(KINDS)('Erasing in %s', (_name, kind, engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;

  test.skipIf(engine.missing !== null)(`renames what has ended, deletes the rest, and scrubs${reason}`, async () => {
    const { sql, close } = await engine.open();
    try {
      const running = { ended_before: null, is_listed: 1, body: '{"user":"alice"}' };
      const ended = Array.from({ length: 501 }, (_, number) => session(number, 'alice'));
      await insert(sql, 'session', [...ended, session(600, 'alice', running), session(0, 'bob')]);
      const span = { seq: 1, status: 'CONNECTED', from_before: WEEK };
      await insert(
        sql,
        'span',
        ['alice-0', 'alice-600', 'bob-0'].map((id) => ({ ...span, id })),
      );
      await insert(
        sql,
        'change',
        ['alice-600', 'bob-0'].map((id, at) => ({ revision: at + 1, committed_at: WEEK, id, body: id })),
      );
      expect(await idsOfUser(sql, 'alice')).toHaveLength(502);

      expect(await eraseUser(sql, 'alice', NOW)).toEqual({ records: 502, running: 1 });
      await scrub(sql, kind);
      const all = [];
      for (const table of ['session', 'span', 'change']) all.push(await sql.all(`select * from ${table}`));
      expect(JSON.stringify(all)).not.toContain('alice');
      expect(all.map((rows) => rows.length)).toEqual([502, 2, 1]);
      const names = await sql.all("select distinct user_name from session where user_name <> 'bob'");
      expect(names).toHaveLength(1);
      const digests = await sql.all('select digest from erased where digest = $1', [digestOf('alice-0')]);
      expect(digests).toHaveLength(1);
      expect(await eraseUser(sql, 'alice', NOW)).toEqual({ records: 0, running: 0 });
    } finally {
      await close();
    }
  });
});
