import { GOALS } from '../../test/support/throttling-scenarios.ts';
import { simulate } from '../../test/support/throttling-simulation.ts';
import type { Row } from '../support/figures.ts';

const SEED = 1;

/** The rate limiter in virtual time: answers against the optimum, and throttled calls against answers. */
export async function pace(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const goal of GOALS) {
    const { answered, throttled, optimum } = await simulate(goal, SEED);
    const row = { scenario: 'pace', unit: 'calls' };
    rows.push({ ...row, what: goal.name, ours: answered, reference: optimum, against: 'the optimum' });
    rows.push({ ...row, what: `${goal.name}: throttled`, ours: throttled, reference: answered, against: 'answers' });
  }
  return rows;
}
