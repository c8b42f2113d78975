import type { SqlConnection } from '../sql.ts';
import { FencedError } from '../store-error.ts';
import type { Lease } from '../stored-change.ts';

/** In the order in which other processes take them, so that none waits for the other. */
const HELD = (now: string) => `select source_id, epoch from lease where holder = $1 and until > ${now}
  and source_id in (select json_array_elements_text(cast($2 as json))) order by source_id for share`;

/**
 * Checks that a process holds its leases, and holds them until the transaction ends: no other process can take them meanwhile.
 *
 * @param now expression of the current time of the database
 * @throws FencedError with those that it does not hold, or that have another epoch
 */
export async function checkLeases(
  transaction: Pick<SqlConnection, 'all'>,
  holder: string,
  leases: readonly Lease[],
  now: string,
): Promise<void> {
  if (leases.length === 0) return;
  const units = leases.map(({ unit }) => unit);
  const held = await transaction.all(HELD(now), [holder, JSON.stringify(units)]);
  const epochs = new Map(held.map(({ source_id, epoch }) => [source_id, Number(epoch)]));
  const lost = leases.filter(({ unit, epoch }) => epochs.get(unit) !== epoch).map(({ unit }) => unit);
  if (lost.length > 0) throw new FencedError(lost);
}
