import type { StoreTarget } from '../../src/config/store.ts';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';

/** Numbers that contradict each other in a store that has half a commit. */
const FAULTS: Readonly<Record<string, string>> = {
  'changes with gaps': `select count(*) as found from (select revision - row_number() over (order by revision) as gap from change)
    as gaps having count(distinct gap) > 1`,
  'changes without their session': 'select count(*) as found from change where id not in (select id from session)',
  'sessions of a revision that is not reached':
    'select count(*) as found from session where revision > (select revision from clock)',
  'sessions that are not as their last change': `select count(*) as found from session
    join change on change.revision = session.revision where change.body <> session.body or change.id <> session.id`,
  'sessions without exactly one lasting span': `select count(*) as found from session
    where (select count(*) from span where span.id = session.id and to_before is null) <> 1`,
  'sessions whose lasting span has another status': `select count(*) as found from session
    join span on span.id = session.id and span.to_before is null where span.status <> session.status`,
  'a last commit that is not the revision': `select count(*) as found from clock
    where revision <> (select coalesce(max(revision_to), 0) from writer)`,
};

/**
 * Opens a store as the next process does, and looks for half a commit.
 *
 * @param printed last revision that a process has printed as committed
 * @returns what is wrong; empty if nothing is
 */
export async function checkStore(target: StoreTarget, printed: number): Promise<readonly string[]> {
  const store = await openStore(target, createLog('silent'));
  try {
    const [clock] = await store.sql.all('select revision from clock');
    const [last] = await store.sql.all('select max(revision) as revision from change');
    const faults: string[] = [];
    if (Number(clock?.revision) < printed) faults.push(`revision ${clock?.revision}, though ${printed} was committed`);
    if (Number(last?.revision ?? 0) !== Number(clock?.revision)) faults.push('the last change is not the revision');
    for (const [fault, text] of Object.entries(FAULTS)) {
      const [row] = await store.sql.all(text);
      if (Number(row?.found ?? 0) > 0) faults.push(`${row?.found} ${fault}`);
    }
    return faults;
  } finally {
    await store.close();
  }
}
