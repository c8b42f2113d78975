import type { SqlConnection } from '../../sql.ts';
import { join, raw, type Sql, sql, toStatement } from '../../sql-text.ts';
import type { RecordFilter } from './record-filter.ts';
import { behind, ENDED, type RecordKey, type RecordOrder, type Term, termsOf } from './record-order.ts';
import { RECORD_COLUMNS, toRecord } from './record-rows.ts';
import { countWindow, type RecordWindow, windowOf } from './record-window.ts';
import type { SessionRecord, Timestamp } from './session-record.ts';

/** Query of one page of records. */
export interface RecordQuery {
  readonly filter: RecordFilter;
  /** At least one entry. */
  readonly order: readonly RecordOrder[];
  /** Most records of the page. */
  readonly limit: number;
  /** True: the page ends in front of `from`, or at the end of the list. */
  readonly isBackward: boolean;
  /** Key of the record behind which the page starts; null: at the start, or the end if backward. */
  readonly from: RecordKey | null;
}

export interface RecordPage {
  /** In the order of the query, also when read backward. */
  readonly records: readonly SessionRecord[];
  /** True if records follow in the direction of reading. */
  readonly hasMore: boolean;
}

/** Number of matching records up to which a page finds and sorts all of them. Of more, it reads an index in its order. */
const FEW = 5_000;

/** Selects a page of records. @param now current time, to which lasting sessions are counted */
export async function selectRecords(
  connection: SqlConnection,
  query: RecordQuery,
  now: Timestamp,
  few = FEW,
): Promise<RecordPage> {
  const { filter, limit, isBackward } = query;
  const window = await windowOf(connection, filter, now);
  const found: SessionRecord[] = [];
  for (const statement of await statementsOf(connection, window, query, few)) {
    if (found.length > limit) break;
    const { text, params } = toStatement(sql`${statement} limit ${limit + 1 - found.length}`);
    found.push(...(await connection.all(text, params)).map(toRecord));
  }
  const records = found.slice(0, limit);
  return { records: isBackward ? records.reverse() : records, hasMore: found.length > limit };
}

/** Returns the statements whose results, one after the other, are the list. */
async function statementsOf(
  connection: SqlConnection,
  window: RecordWindow,
  query: RecordQuery,
  few: number,
): Promise<readonly Sql[]> {
  const [first] = query.order;
  const list = { query, window, terms: termsOf(query.order, query.isBackward) };
  if (first?.field === 'STARTED_AT') return byStart(list);
  if ((await countWindow(connection, window, few + 1)) <= few) return [sorted(list, partsOf(window))];
  return first?.field === 'ENDED_AT' ? byEnd(list) : [walked(list, window.any)];
}

interface List {
  readonly query: RecordQuery;
  readonly window: RecordWindow;
  readonly terms: readonly Term[];
}

const partsOf = ({ started, endedLater, lasting }: RecordWindow) => [started(), endedLater, lasting];

/** Reads an index by start: sessions that started in the window, and the others behind or in front of them. */
function byStart(list: List): Sql[] {
  const { window, query, terms } = list;
  const { from, to } = query.filter;
  const isDescending = terms[0]?.isDescending ?? false;
  const at = query.from?.[0] as number | undefined;
  // Without the bounds of the cursor, SQLite would read all of the window in front of it.
  const clipped = isDescending
    ? window.started(from, Math.min(to, (at ?? to) + 1))
    : window.started(Math.max(from, at ?? from), to);
  const started = walked(list, clipped);
  const before = sorted(list, [window.endedLater, window.lasting]);
  const isBehind = at !== undefined && (isDescending ? at < from : at >= from);
  if (isBehind) return [isDescending ? before : started];
  return isDescending ? [started, before] : [before, started];
}

/** Reads an index by end. Sessions that have not ended come first, in ascending order. */
function byEnd(list: List): Sql[] {
  const { window, query, terms } = list;
  const { from, to } = query.filter;
  const ended = walked(list, sql`${ENDED} >= ${from} and ${ENDED} <= ${to + window.longestMs} and ${window.any}`);
  const lasting = sorted(list, [sql`ended_before is null and ${window.any}`]);
  return terms[0]?.isDescending ? [ended, lasting] : [lasting, ended];
}

/** Selects records in the order of an index. */
function walked({ query, terms }: List, condition: Sql): Sql {
  const after = query.from ? sql` and ${behind(terms, query.from)}` : raw('');
  return sql`select ${RECORD_COLUMNS} from session where ${condition}${after} ${orderBy(terms)}`;
}

/** Selects all records of some conditions, and sorts them. */
function sorted({ query, terms }: List, conditions: readonly Sql[]): Sql {
  const each = conditions.map((condition) => sql`select ${RECORD_COLUMNS} from session where ${condition}`);
  const after = query.from ? sql` where ${behind(terms, query.from)}` : raw('');
  return sql`select ${RECORD_COLUMNS} from (${join(each, ' union all ')}) found${after} ${orderBy(terms)}`;
}

function orderBy(terms: readonly Term[]): Sql {
  const each = terms.map(({ term, isDescending }) => sql`${term} ${raw(isDescending ? 'desc' : 'asc')}`);
  return sql`order by ${join(each, ', ')}`;
}
