import { Counter, Gauge, type Registry } from 'prom-client';
import type { Live } from '../../../live/live-sessions/live.ts';
import type { ReplicaStatus } from '../../../live/replicas/replica-status.ts';

/** Registers the metrics of a process among those that share a store; all are 0 where it is the only one. */
export function replicaMetrics(registry: Registry, { replica }: Pick<Live, 'replica'>): void {
  function gauge(name: string, help: string, read: (status: ReplicaStatus) => number): void {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const status = replica();
        this.set(status ? read(status) : 0);
      },
    });
  }
  gauge(
    'gateway_replica_leases',
    'Services and locations that this process reads for all replicas of its store.',
    ({ leases }) => leases,
  );
  gauge(
    'gateway_replica_lag_seconds',
    'Time since this process has last shown all that replicas had committed.',
    ({ lagMs }) => lagMs / 1_000,
  );
  gauge(
    'gateway_replica_clock_ahead_seconds',
    "Time by which the clock of this process is ahead of the database's; negative: behind.",
    ({ aheadMs }) => aheadMs / 1_000,
  );
  new Counter({
    name: 'gateway_replica_lease_changes_total',
    help: 'Leases by what became of them: taken, given_up, or fenced (a commit found them lost).',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      const changes = replica()?.leaseChanges ?? { taken: 0, given_up: 0, fenced: 0 };
      for (const [outcome, count] of Object.entries(changes)) this.inc({ outcome }, count);
    },
  });
}
