import { expect } from 'vitest';
import { chaosRounds } from '../../scripts/chaos/chaos-rounds.ts';

/**
 * Runs one round of each disruption on the same two replicas, without waiting for leases; `npm run chaos -- --rounds 50` runs more of
 * them, each with replicas of its own.
 */
export async function expectNoFault(kinds: readonly string[]): Promise<void> {
  const report = await chaosRounds(kinds, { rounds: kinds.length, replicas: 2, isHasty: true });
  expect(report.faults).toEqual([]);
  const times = kinds.map(() => expect.any(Number));
  expect(report).toMatchObject({ fencedWrites: 0, failovers: times, shown: times });
}
