import type { SqlRow } from '../../src/store/sql.ts';
import type { SimulatedWeek } from './simulated-week.ts';
import { statusAt, type TrueSession, trueEnd, trueStart } from './true-sessions.ts';

/** Record of a session in a store, beside its true life. */
export interface StoredLife {
  /** More than one where a WorkSpace is one session for all that a reader sees: while it did not look, its user left and came back. */
  readonly sessions: readonly TrueSession[];
  /** The life of all of them. */
  readonly truth: TrueSession;
  readonly record: SqlRow;
  readonly spans: readonly SqlRow[];
}

/** @throws Error for a record of a session that was never there */
export async function readStored({ sql, truth }: SimulatedWeek): Promise<readonly StoredLife[]> {
  const spans = Map.groupBy(await sql.all('select * from span order by id, seq', []), ({ id }) => id);
  const records = await sql.all('select * from session', []);
  const known = Map.groupBy(truth.all, ({ id }) => id);
  return records.map((record) => {
    const sessions = seenSessions(known.get(String(record.session_id)) ?? [], record);
    const [first] = sessions;
    if (!first) throw new Error(`${record.session_id} was never there.`);
    const joined = { ...first, statuses: sessions.flatMap(({ statuses }) => statuses) };
    return { sessions, truth: joined, record, spans: spans.get(record.id ?? '') ?? [] };
  });
}

/** Sessions from the one that was seen first to the one that was seen last. */
function seenSessions(sessions: readonly TrueSession[], { first_seen_at, last_seen_at }: SqlRow) {
  const indexAt = (time: number) => sessions.findLastIndex((session) => trueStart(session) <= time);
  return sessions.slice(indexAt(Number(first_seen_at)), indexAt(Number(last_seen_at)) + 1);
}

/** Times between the sessions of one record. */
export function pausesOf({ sessions }: StoredLife): readonly (readonly [from: number, to: number])[] {
  return sessions.slice(1).map((session, index) => [trueEnd(sessions[index] as TrueSession), trueStart(session)]);
}

const isWithin = (time: number, after: unknown, before: unknown) =>
  (after === null || Number(after) <= time) && time <= Number(before);

/** Bounds of a record that do not contain what really happened, as lines for a person to read. */
export function falseBounds(life: StoredLife): readonly string[] {
  const { truth, record, spans } = life;
  const { id } = truth;
  const { started_after, started_before, ended_after, ended_before, last_seen_at } = record;
  const wrong: string[] = [];
  if (!truth.isFirst && !isWithin(trueStart(truth), started_after, started_before))
    wrong.push(`${id} began at ${trueStart(truth)}, not from ${started_after} to ${started_before}`);
  const end = trueEnd(truth);
  const isTrue = ended_before === null ? end > Number(last_seen_at) : isWithin(end, ended_after, ended_before);
  if (!isTrue) wrong.push(`${id} ended at ${end}, not from ${ended_after} to ${ended_before}`);
  return [...wrong, ...spans.flatMap((span) => falseSpanBounds(life, span))];
}

function falseSpanBounds({ truth: { id, statuses, isFirst }, truth }: StoredLife, span: SqlRow): readonly string[] {
  const { status, from_after, from_before, to_after, to_before } = span;
  const wrong: string[] = [];
  const begins = statuses.some((each) => each.status === status && isWithin(each.at, from_after, from_before));
  if (!begins && !isFirst) wrong.push(`${id} did not become ${status} from ${from_after} to ${from_before}`);
  const ends = statuses.some(
    ({ at }, index) => statuses[index - 1]?.status === status && isWithin(at, to_after, to_before),
  );
  if (to_before !== null && !ends) wrong.push(`${id} did not leave ${status} from ${to_after} to ${to_before}`);
  if (statusAt(truth, Number(from_before)) !== status) wrong.push(`${id} was not ${status} at ${from_before}`);
  return wrong;
}
