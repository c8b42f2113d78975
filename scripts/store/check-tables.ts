import type { SqlConnection } from '../../src/store/sql.ts';

/** Statements that count what contradicts something else in a store; all are 0 in one that is whole. */
const FAULTS: Readonly<Record<string, string>> = {
  'changes after the revision': 'select count(*) as found from change where revision > (select revision from clock)',
  'sessions after the revision': 'select count(*) as found from session where revision > (select revision from clock)',
  'sessions with several lasting spans': `select count(*) as found from (select id from span where to_before is null
    group by id having count(*) > 1) as several`,
  'ended sessions with a lasting span': `select count(*) as found from session
    join span on span.id = session.id and span.to_before is null where ended_before is not null`,
  'spans without a session': 'select count(*) as found from span where id not in (select id from session)',
  'sessions that ended before they began':
    'select count(*) as found from session where ended_before < coalesce(started_at, started_after)',
  'observed periods that end before they begin': 'select count(*) as found from observed where to_at < from_at',
};

/** Returns what is wrong with the tables of a store, a line each. */
export async function checkTables(sql: Pick<SqlConnection, 'all'>): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [fault, text] of Object.entries(FAULTS)) {
    const [row] = await sql.all(text);
    if (Number(row?.found) > 0) faults.push(`${row?.found} ${fault}`);
  }
  return faults;
}
