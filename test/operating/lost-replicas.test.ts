import { describe, test } from 'vitest';
import { expectNoFault } from '../support/chaos-round.ts';
import { HAS_PGBOUNCER } from '../support/pgbouncer.ts';
import { POSTGRES } from '../support/postgres.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';
const withoutPgbouncer = HAS_PGBOUNCER ? '' : ' (skipped: PgBouncer is not installed)';
const DIRECT = ['kill -9', 'SIGTERM', 'SIGSTOP, SIGCONT', 'network cut', 'PostgreSQL restarted'];

describe('With a replica or the database lost, no event is lost, doubled or invented, and nothing is written without the lease', () => {
  test.skipIf(POSTGRES === null)(`${DIRECT.join(', ')}, one after the other${reason}`, () => expectNoFault(DIRECT));
  test.skipIf(POSTGRES === null || !HAS_PGBOUNCER)(`PgBouncer between${reason}${withoutPgbouncer}`, () =>
    expectNoFault(['PgBouncer between']),
  );
});
