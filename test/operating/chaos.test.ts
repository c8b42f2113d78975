import { expect, test } from 'vitest';
import { chaosRounds } from '../../scripts/chaos/chaos-rounds.ts';
import { DISRUPTIONS } from '../../scripts/chaos/disruptions.ts';
import { HAS_PGBOUNCER } from '../support/pgbouncer.ts';
import { POSTGRES } from '../support/postgres.ts';

const kinds = Object.keys(DISRUPTIONS).filter((kind) => HAS_PGBOUNCER || !kind.startsWith('PgBouncer'));
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

// Rounds mostly wait for leases to expire, and run side by side. `npm run chaos -- 50` runs more of them.
test.skipIf(POSTGRES === null)(
  `Whatever disturbs one of two replicas, the other takes over, and no event is lost, doubled or invented${reason}`,
  async () => {
    const reports = await Promise.all(kinds.map((kind) => chaosRounds(kind, { rounds: 1, replicas: 2 })));
    expect(reports.flatMap(({ kind, faults }) => faults.map((fault) => `${kind}: ${fault}`))).toEqual([]);
    for (const { kind, failovers, shown, fencedWrites } of reports)
      expect([kind, failovers.length, shown.length, fencedWrites]).toEqual([kind, 1, 1, 0]);
  },
  600_000,
);
