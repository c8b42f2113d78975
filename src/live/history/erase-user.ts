import type { Deadline } from '../../aws/deadline.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { Log } from '../../log/log.ts';
import { toText } from '../../store/commit/to-text.ts';
import { eraseUser as eraseRecords, idsOfUser } from '../../store/history/erasure/erase-user.ts';
import { type StoreKind, scrub } from '../../store/history/erasure/scrub.ts';
import type { Erased } from '../../store/history/history.ts';
import type { Store } from '../../store/store.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Timestamp } from '../live-session.ts';
import type { Live } from '../live-sessions/live.ts';
import type { ForgottenSessions } from '../reconciler/gateway-ends.ts';

export interface ErasureOptions {
  readonly store: Pick<Store, 'sql'>;
  readonly storeKind: StoreKind;
  readonly live: Pick<Live, 'forget' | 'dropChanges'> | null;
  readonly wall: () => Timestamp;
  readonly log: Log;
}

/**
 * Erases a user: first from live sessions, so that nothing writes the name again, then from the store, and last from the changes
 * that clients resume from. A session that AWS still lists is seen again by the next scan, and recorded anew.
 *
 * @throws GatewayError UPSTREAM_UNAVAILABLE when the store fails: repeat it, what is erased stays erased
 */
export async function eraseUser(options: ErasureOptions, userName: string, reader: Deadline): Promise<Erased> {
  const { store, storeKind, live, wall, log } = options;
  // Spelled as it was stored: AWS may name a user by characters that PostgreSQL does not store.
  const name = toText(userName);
  let forgotten: ForgottenSessions | null = null;
  try {
    forgotten = (await live?.forget(await idsOfUser(store.sql, name), reader)) ?? null;
    const erased = await eraseRecords(store.sql, name, wall());
    await live?.dropChanges();
    await scrub(store.sql, storeKind).catch((err: unknown) => {
      log.warn({ err }, 'a user was erased, but the files of the store still have what was deleted');
    });
    return erased;
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    const details = { service: 'store', operation: 'Write', retryable: true };
    throw new GatewayError('UPSTREAM_UNAVAILABLE', 'The store cannot be changed now.', details, { cause });
  } finally {
    forgotten?.release();
  }
}
