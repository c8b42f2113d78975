import type { SqlRow } from '../../src/store/sql.ts';
import type { SimulatedWeek } from './simulated-week.ts';
import { statusAt, type TrueSession, trueEnd, trueStart } from './true-sessions.ts';

/** Record of a session in a store, beside its true life. */
export interface StoredLife {
  /** The id that AWS lists it by. */
  readonly id: string;
  readonly truth: TrueSession;
  readonly record: SqlRow;
  readonly spans: readonly SqlRow[];
}

/** @throws Error for a record of a session that was never there */
export async function readStored({ sql, truth }: SimulatedWeek): Promise<readonly StoredLife[]> {
  const spans = Map.groupBy(await sql.all('select * from span order by id, seq', []), ({ id }) => id);
  const records = await sql.all('select * from session', []);
  return records.map((record) => {
    const id = String(record.session_id);
    const known = truth.get(id);
    if (!known) throw new Error(`${id} was never there.`);
    return { id, truth: known, record, spans: spans.get(record.id ?? '') ?? [] };
  });
}

const isWithin = (time: number, after: unknown, before: unknown) =>
  (after === null || Number(after) <= time) && time <= Number(before);

/** Bounds of a record that do not contain what really happened, as lines for a person to read. */
export function falseBounds(life: StoredLife): readonly string[] {
  const { id, truth, record, spans } = life;
  const { started_after, started_before, ended_after, ended_before, last_seen_at } = record;
  const wrong: string[] = [];
  if (!truth.isFirst && !isWithin(trueStart(truth), started_after, started_before))
    wrong.push(`${id} began at ${trueStart(truth)}, not from ${started_after} to ${started_before}`);
  const end = trueEnd(truth);
  const isTrue = ended_before === null ? end > Number(last_seen_at) : isWithin(end, ended_after, ended_before);
  if (!isTrue) wrong.push(`${id} ended at ${end}, not from ${ended_after} to ${ended_before}`);
  return [...wrong, ...spans.flatMap((span) => falseSpanBounds(life, span))];
}

function falseSpanBounds({ id, truth: { statuses, isFirst }, truth }: StoredLife, span: SqlRow): readonly string[] {
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
