/** Digests of the ids of erased sessions: see `migrations/sqlite/0003-erasure.ts`. */
export const ERASURE: readonly string[] = [
  'create table erased (digest text collate "C" primary key, until_at bigint not null)',
];
