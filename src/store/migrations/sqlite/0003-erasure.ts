/** `erased`: digests of the ids of erased sessions that AWS may still list as ended, so that they are not imported again. */
export const ERASURE: readonly string[] = [
  'create table erased (digest text primary key, until_at integer not null) strict, without rowid',
];
