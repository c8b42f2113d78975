import type { SqlConnection } from '../../src/store/sql.ts';
import type { SeenEvent } from './follower.ts';

/** Notes each change that is committed with its writer and the holder of its lease, in the same transaction. */
const TRIGGER = [
  'create table chaos_write (revision bigint, unit text, writer text, holder text)',
  `create function chaos_note() returns trigger language plpgsql as $$
    declare noted text := json_build_array((new.body::json -> 'session' ->> 'sourceId')::json ->> 0)::text;
    begin
      insert into chaos_write select new.revision, noted,
        (select id from writer where new.revision > revision_from and new.revision <= revision_to),
        (select holder from lease where source_id = noted);
      return null;
    end $$`,
  'create trigger chaos_note after insert on change for each row execute function chaos_note()',
];

/** Reads the change log of a database while it grows: rows are deleted after 15 minutes. */
export interface Audit {
  /** Changes so far, in their order. */
  readonly changes: readonly SeenEvent[];
  /** Reads what is new. @returns faults */
  read(): Promise<readonly string[]>;
  /** Number of changes that were committed by a process without the lease. */
  fencedWrites(): Promise<number>;
}

export async function startAudit(sql: SqlConnection): Promise<Audit> {
  for (const statement of TRIGGER) await sql.run(statement);
  const changes: SeenEvent[] = [];
  return {
    changes,
    async read() {
      const rows = await sql.all('select revision, body from change where revision > $1 order by revision', [
        changes.length,
      ]);
      const gaps = rows.filter(({ revision }, index) => revision !== changes.length + index + 1);
      const news = rows.map(({ body }) => {
        const { kind, session } = JSON.parse(String(body)) as { kind: string; session: { view: SeenEvent } };
        return { kind, sessionId: session.view.sessionId };
      });
      changes.push(...news);
      return gaps.length > 0 ? ['the change log has a gap'] : [];
    },
    async fencedWrites() {
      const rows = await sql.all('select revision from chaos_write where writer is distinct from holder');
      return rows.length;
    },
  };
}

/** Events that are not as they happened. */
export interface WrongEvents {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly invented: readonly string[];
}

/** Compares events with those that happened: each is there once, and no other. */
export function wrongEvents(seen: readonly SeenEvent[], happened: readonly SeenEvent[]): WrongEvents {
  const textsOf = (events: readonly SeenEvent[]) => events.map(({ kind, sessionId }) => `${kind} ${sessionId}`);
  const counts = new Map<string, number>();
  for (const text of textsOf(seen)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const known = new Set(textsOf(happened));
  return {
    lost: [...known].filter((text) => !counts.has(text)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([text]) => text),
    invented: [...counts.keys()].filter((text) => !known.has(text)),
  };
}
