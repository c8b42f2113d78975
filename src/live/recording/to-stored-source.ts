import type { StoredSource } from '../../store/stored-change.ts';
import type { LiveSourceState } from '../live-session.ts';
import { wholeTime } from './whole-times.ts';

/** Maps the state of a source to what the store keeps of it. @param maxAgeMs `GATEWAY_LIVE_MAX_AGE_S` in milliseconds */
export function toStoredSource(state: LiveSourceState, maxAgeMs: number): StoredSource {
  const { id, service, location, asOf, nextReadAt, restMs = 0 } = state;
  const intervalMs = asOf === null || nextReadAt === null ? 0 : nextReadAt - asOf;
  return {
    id,
    service,
    accountId: location.accountId,
    region: location.region,
    asOf: wholeTime(asOf),
    gapMs: Math.ceil(Math.max(maxAgeMs, 2 * intervalMs)) + restMs,
    state: JSON.stringify(state),
  };
}
