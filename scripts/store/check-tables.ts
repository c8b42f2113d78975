import type { SqlConnection } from '../../src/store/sql.ts';

/** Statements that count what contradicts something else in a store; all are 0 in one that is whole. */
const FAULTS: Readonly<Record<string, string>> = {
  'revisions missing from the change log': `select count(*) as found from change where revision > (select min(revision) from change)
    and not exists (select 1 from change as earlier where earlier.revision = change.revision - 1)`,
  'changes after the revision': 'select count(*) as found from change where revision > (select revision from clock)',
  'sessions after the revision': 'select count(*) as found from session where revision > (select revision from clock)',
  'sessions with several lasting spans': `select count(*) as found from (select id from span where to_before is null
    group by id having count(*) > 1) as several`,
  'ended sessions with a lasting span': `select count(*) as found from session
    join span on span.id = session.id and span.to_before is null where ended_before is not null`,
  'sessions with a span missing': `select count(*) as found from (select id from span group by id
    having max(seq) <> count(*) or min(seq) <> 1) as odd`,
  'spans that begin before the one before them ends': `select count(*) as found from span
    join span as earlier on earlier.id = span.id and earlier.seq = span.seq - 1
    where earlier.to_before is null or earlier.to_before > span.from_before`,
  'spans without a session': 'select count(*) as found from span where id not in (select id from session)',
  'sessions that ended before they began':
    'select count(*) as found from session where ended_before < coalesce(started_at, started_after)',
  'bounds that are reversed': `select count(*) as found from session
    where ended_after > ended_before or started_after > started_before`,
  'observed periods that overlap': `select count(*) as found from observed
    join observed as later on later.source_id = observed.source_id and later.from_at > observed.from_at
    where later.from_at <= observed.to_at`,
  'observed periods that end before they begin': 'select count(*) as found from observed where to_at < from_at',
};

/** Returns what is wrong with the tables of a store, a line each, in one state of it: gateways may commit meanwhile. */
export function checkTables(sql: SqlConnection): Promise<readonly string[]> {
  return sql.transaction(faultsOf, 'snapshot');
}

async function faultsOf(sql: SqlConnection): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [fault, text] of Object.entries(FAULTS)) {
    const [row] = await sql.all(text);
    if (Number(row?.found) > 0) faults.push(`${row?.found} ${fault}`);
  }
  return faults;
}
