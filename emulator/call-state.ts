import type { CallRecord } from './call-record.ts';
import type { Fault } from './faults/faults.ts';
import type { Throttle } from './faults/throttling.ts';
import type { Quirks } from './quirks/quirks.ts';
import type { Clock } from './world/clock.ts';
import type { World } from './world/state.ts';

/** State that all calls of one emulator share. Quirks, faults and throttles may be changed at any time. */
export interface CallState {
  readonly world: World;
  readonly clock: Clock;
  /** The account of every access key that the emulator did not issue. */
  readonly accountId: string;
  readonly quirks: Quirks;
  readonly faults: Fault[];
  readonly throttles: Throttle[];
  readonly calls: CallRecord[];
}
