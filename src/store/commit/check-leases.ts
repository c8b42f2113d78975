import type { SqlConnection } from '../sql.ts';
import { FencedError } from '../store-error.ts';
import type { Lease } from '../stored-change.ts';

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
  const lost: string[] = [];
  for (const { unit, epoch } of leases) {
    const held = await transaction.all(
      `select source_id from lease where source_id = $1 and holder = $2 and epoch = $3 and until > ${now} for share`,
      [unit, holder, epoch],
    );
    if (held.length === 0) lost.push(unit);
  }
  if (lost.length > 0) throw new FencedError(lost);
}
