import { expect } from 'vitest';
import { chaosRounds } from '../../scripts/chaos/chaos-rounds.ts';

/** Runs one round of a disruption on two replicas, without waiting for leases; `npm run chaos -- --rounds 50` runs more of them. */
export async function expectNoFault(kind: string): Promise<void> {
  const report = await chaosRounds(kind, { rounds: 1, replicas: 2, isHasty: true });
  expect(report.faults).toEqual([]);
  expect(report).toMatchObject({ fencedWrites: 0, failovers: [expect.any(Number)], shown: [expect.any(Number)] });
}
