import { describe, expect, test } from 'vitest';
import { chaosRounds } from '../../scripts/chaos/chaos-rounds.ts';
import { DISRUPTIONS } from '../../scripts/chaos/disruptions.ts';
import { HAS_PGBOUNCER } from '../support/pgbouncer.ts';
import { POSTGRES } from '../support/postgres.ts';

const kinds = Object.keys(DISRUPTIONS).filter((kind) => HAS_PGBOUNCER || !kind.startsWith('PgBouncer'));
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

// One round of each; `npm run chaos -- --rounds 50` runs more of them, and waits for leases.
describe('Two replicas lose and double no event, invent none, and write nothing without the lease', () => {
  test.skipIf(POSTGRES === null).each(kinds)(`%s${reason}`, async (kind) => {
    const report = await chaosRounds(kind, { rounds: 1, replicas: 2, isHasty: true });
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({ fencedWrites: 0, failovers: [expect.any(Number)], shown: [expect.any(Number)] });
  });
});
