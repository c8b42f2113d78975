import type { PacedPartition } from '../../aws/call-pace.ts';
import type { PipelineSnapshot } from '../../aws/pipeline/pipeline.ts';
import type { Log } from '../../log/log.ts';
import type { Services } from '../../services/services.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import { endedSource } from '../../sessions/ended-source.ts';
import type { UserNameOf } from '../../sessions/identity.ts';
import { providerOf, providerOfType, type SessionService } from '../../sessions/providers.ts';
import { type SessionSourceNode, sessionSources } from '../../sessions/sources.ts';
import type { LiveClock } from '../live-clock.ts';
import { metered } from '../reconciler/call-meter.ts';
import { createReconciler, type Reconciler } from '../reconciler/reconciler.ts';
import type { Recorder } from '../recording/recorder.ts';
import { callBudget } from '../scheduler/call-budget.ts';
import type { Live } from './live.ts';
import { readerCalls } from './reader-calls.ts';

export interface SessionReconcilerOptions {
  readonly services: Services;
  /** Returns the Node id of a session. */
  readonly idOf: (session: AnySession) => string;
  readonly userNameOf: UserNameOf;
  /** Reads the state of the AWS pipeline: what it has learned of AWS's rates. */
  readonly snapshot: () => PipelineSnapshot;
  readonly callsPerSecond: number;
  readonly maxAgeMs: number;
  readonly isShared: boolean;
  readonly recorder: Recorder;
  readonly clock: LiveClock;
  readonly log: Log;
  /** Aborts the calls of scans. */
  readonly closed: AbortSignal;
}

/** Creates the reconciler of the sources of all services, whose calls keep to a budget. */
export function sessionReconciler(options: SessionReconcilerOptions): {
  readonly reconciler: Reconciler;
  readonly locations: Live['locations'];
} {
  const { services, idOf, userNameOf, recorder, clock, log, callsPerSecond, maxAgeMs, isShared, closed } = options;
  const pace = metered(callBudget({ callsPerSecond, clock, learnedRate: learnedRate(options.snapshot) }));
  /** Returns all locations, on behalf of a new request. */
  const locations = () => services.forRequest(readerCalls(pace, closed)).locations();
  const reconciler = createReconciler({
    openSources() {
      const opened = locations();
      return sessionSources(opened, opened, { includeHistory: false });
    },
    openEnded: (key) => endedSource(locations(), key),
    partitionOf,
    idOf,
    userNameOf: ({ view: { userId, location } }) => userNameOf(userId, location),
    isBoundTo,
    changes: recorder,
    clock,
    log,
    callsPerSecond,
    maxAgeMs,
    isShared,
  });
  return { reconciler, locations };
}

/** Returns the partition of a service and location: calls to one endpoint share AWS's rate limits. */
function partitionOf({ key, metadata }: SessionSourceNode) {
  const service = metadata?.service as SessionService;
  const { endpoint } = providerOf(service);
  return {
    name: `${endpoint} ${key.slice(service.length + 1)}`,
    has: (partition: PacedPartition) =>
      partition.service === endpoint &&
      partition.region === metadata?.location.region &&
      (metadata.location.accountId ?? partition.accountId) === partition.accountId,
  };
}

/** Returns true if the key of a session names its list, as that of AppStream names the authentication type. */
function isBoundTo({ type, session }: AnySession, list: string): boolean {
  return providerOfType(type)?.toKeyParts(session).includes(list) ?? false;
}

/** Returns the lowest rate of any operation of a partition that AWS throttles; Infinity where it throttles none. */
function learnedRate(snapshot: SessionReconcilerOptions['snapshot']) {
  return ({ service, accountId, region }: PacedPartition): number => {
    const partition = snapshot().partitions.find(
      (each) => each.service === service && each.accountId === accountId && each.region === region,
    );
    const rates = partition?.limiter.limited().map(({ callsPerSecond }) => callsPerSecond) ?? [];
    return Math.min(Infinity, ...rates);
  };
}
