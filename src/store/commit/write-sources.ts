import type { Statement } from '../sql-text.ts';
import type { StoredSource } from '../stored-change.ts';
import { rowStatements } from './write-rows.ts';

const WRITE = (values: string) => `insert into source (id, service, account_id, region, state, stamp) values ${values}
  on conflict (id) do update set account_id = excluded.account_id, state = excluded.state, stamp = excluded.stamp`;

const REMOVE = (values: string) => `with removed (id, stamp) as (values ${values})
  update source set state = null, stamp = removed.stamp from removed where source.id = removed.id`;

/** Lengthens the last span of each source, if its last scan is near enough. The account may have become known since. */
const LENGTHEN = (values: string) => `with scanned (id, account_id, scanned_at, gap) as (values ${values})
  update observed set to_at = scanned.scanned_at, account_id = coalesce(scanned.account_id, observed.account_id) from scanned
  where observed.source_id = scanned.id
    and observed.from_at = (select max(from_at) from observed as latest where latest.source_id = scanned.id)
    and observed.to_at < scanned.scanned_at and observed.to_at >= scanned.scanned_at - scanned.gap`;

const BEGIN = (values: string) => `with scanned (service, account_id, region, id, scanned_at) as (values ${values})
  insert into observed (service, account_id, region, source_id, from_at, to_at)
  select service, account_id, region, id, scanned_at, scanned_at from scanned
  where not exists (select 1 from observed where observed.source_id = scanned.id and observed.to_at >= scanned.scanned_at)`;

/** Makes statements that write the states of sources, and the periods in which they were observed. @param stamp number of the commit in the store */
export function sourceStatements(
  sources: readonly StoredSource[],
  removed: readonly string[],
  stamp: number,
): readonly Statement[] {
  const last = [...new Map(sources.map((source) => [source.id, source])).values()];
  const rows = last.map(({ id, service, accountId, region, state }) => [id, service, accountId, region, state, stamp]);
  const scanned = last.filter(({ asOf }) => asOf !== null);
  const lengthened = scanned.map(({ id, accountId, asOf, gapMs }) => [id, accountId, asOf, gapMs]);
  const begun = scanned.map(({ service, accountId, region, id, asOf }) => [service, accountId, region, id, asOf]);
  const gone = removed.map((id) => [id, stamp]);
  return [
    ...rowStatements(rows, WRITE),
    ...rowStatements(gone, REMOVE, ['text', 'bigint']),
    ...rowStatements(lengthened, LENGTHEN, ['text', 'text', 'bigint', 'bigint']),
    ...rowStatements(begun, BEGIN, ['text', 'text', 'text', 'text', 'bigint']),
  ];
}
