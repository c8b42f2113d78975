import { describe, test } from 'vitest';
import { expectNoFault } from '../support/chaos-round.ts';
import { POSTGRES } from '../support/postgres.ts';

const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

describe('With a replica lost, no event is lost, doubled or invented, and nothing is written without the lease', () => {
  test.skipIf(POSTGRES === null).each(['kill -9', 'SIGTERM', 'SIGSTOP, SIGCONT'])(`%s${reason}`, expectNoFault);
});
