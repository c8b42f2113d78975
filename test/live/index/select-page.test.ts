import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/live/index/database.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { type LiveOrder, ORDER_FIELDS } from '../../../src/live/index/live-order.ts';
import { searchSessions } from '../../../src/live/index/search-sessions.ts';
import { selectPage } from '../../../src/live/index/select-page.ts';
import { createSessionTable } from '../../../src/live/index/session-table.ts';
import { whereOf } from '../../../src/live/index/where.ts';
import { liveSession } from '../../support/live-sessions.ts';

interface Asked {
  readonly filter?: LiveFilter;
  readonly order?: readonly LiveOrder[];
  readonly isFew?: boolean;
  readonly from?: readonly (string | number)[];
}

const NEWEST: readonly LiveOrder[] = [{ field: 'STARTED_AT', direction: 'DESC' }];

/** Returns the steps by which SQLite answers a page of sessions: `SCAN session USING INDEX …`. */
function planOf({ filter = {}, order = NEWEST, isFew = false, from }: Asked): string {
  const opened = openDatabase();
  const table = createSessionTable(opened);
  for (const number of [1, 2, 3]) table.write(liveSession(number));
  const plans: unknown[] = [];
  const database: Database = {
    ...opened,
    rows(sql, parameters) {
      plans.push(...opened.rows(`explain query plan ${sql}`, parameters).map((row) => row[3]));
      return opened.rows(sql, parameters);
    },
  };
  const found = filter.search === undefined ? null : searchSessions(opened, filter.search, isFew ? 1_000 : 0);
  const where = whereOf(filter, { before: 0, staleSources: [] }, found);
  selectPage(database, where, { order, limit: 2, isBackward: false, from: from ?? null, isFew });
  return plans.join('\n');
}

test.each(ORDER_FIELDS)('A page by %s is read from an index in both directions, and nothing is sorted', (field) => {
  for (const direction of ['ASC', 'DESC'] as const)
    for (const from of [undefined, [1, 2]]) {
      const plan = planOf({ order: [{ field, direction }], ...(from && { from }) });
      expect(plan).toContain(`session USING COVERING INDEX session_${field.toLowerCase()}`);
      expect(plan).not.toContain('TEMP B-TREE');
      // Behind a key the index is searched: pages far back cost what the first one does.
      expect(plan.startsWith(from ? 'SEARCH' : 'SCAN')).toBe(true);
    }
});

test('Few sessions are found by an index and sorted', () => {
  const found = (filter: LiveFilter) => planOf({ filter, isFew: true });
  expect(found({ userName: 'user-1' })).toMatch(
    /SEARCH session USING (COVERING )?INDEX session_user_name \(user_name=\?\)/,
  );
  expect(found({ onlyUser: 'user-1' })).toMatch(
    /SEARCH session USING (COVERING )?INDEX session_user_name \(user_name=\?\)/,
  );
  expect(found({ fleetNames: ['Fleet-1'] })).toMatch(
    /SEARCH session USING (COVERING )?INDEX session_resource \(resource=\?\)/,
  );
  expect(found({ search: 'user-1' })).toContain('SEARCH session USING INTEGER PRIMARY KEY (rowid=?)');
  expect(found({ statuses: ['FAILED'] })).toMatch(/SEARCH session USING (COVERING )?INDEX session_/);
  for (const filter of [{ userName: 'user-1' }, { search: 'user-1' }])
    expect(found(filter)).toContain('USE TEMP B-TREE FOR ORDER BY');
});

test('A range of the time that is sorted by is a range of its index', () => {
  const plan = planOf({ filter: { startedAfter: 1 } });
  expect(plan).toContain('SEARCH session USING COVERING INDEX session_started_at (started_at>?)');
});

test('A range of one time is not looked for in the order of another: all its sessions may be last', () => {
  const plan = planOf({ filter: { statusBefore: 1 } });
  expect(plan).not.toContain('USING INDEX session_started_at');
  expect(plan).toContain('USE TEMP B-TREE FOR ORDER BY');
});

test('An order of a field with few values and another one sorts all sessions, instead of most of them at random', () => {
  const plan = planOf({ order: [{ field: 'STATUS', direction: 'ASC' }, ...NEWEST] });
  expect(plan).toBe('SCAN session\nUSE TEMP B-TREE FOR ORDER BY');
  const byUser = planOf({ order: [{ field: 'USER_NAME', direction: 'ASC' }, ...NEWEST] });
  expect(byUser).toContain('session USING COVERING INDEX session_user_name');
  expect(byUser).toContain('USE TEMP B-TREE FOR LAST');
});

test('A search that matches many sessions reads the texts of the sessions of the page only', () => {
  const plan = planOf({ filter: { search: 'user' } });
  expect(plan).toContain('SCAN session USING INDEX session_started_at');
  expect(plan).toContain('CORRELATED SCALAR SUBQUERY');
  expect(plan).not.toContain('LIST SUBQUERY');
});
