import { existsSync } from 'node:fs';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

const TESTS = new URL('..', import.meta.url).pathname;

/** Files that take ten seconds and more, many of them with few lines. */
const LONGEST = [
  'contract/event-loop-turns.test.ts',
  'operating/lost-replicas.test.ts',
  'console/views.test.ts',
  'console/usage-and-history.test.ts',
  'live/simulated-week.test.ts',
  'console/live-changes.test.ts',
  'console/sessions-list.test.ts',
  'contract/audit-unwritable.test.ts',
  'contract/running-authentication.test.ts',
  'contract/running.test.ts',
  'aws/rate-limiter/throttling.test.ts',
  'image.test.ts',
  'console/actions.test.ts',
  'console/tab-memory.test.ts',
  'console/sign-in.test.ts',
  'contract/running-npm.test.ts',
  'contract/draining.test.ts',
  'federation/example.test.ts',
  'operating/replicas-example.test.ts',
  'contract/running-modules.test.ts',
  'contract/running-proxies.test.ts',
  'store/crash.test.ts',
  'store/replica-resume.test.ts',
].map((path) => `${TESTS}${path}`);

/** Begins with the longest files. Vitest begins with the largest ones, and would end with a worker alone at a long one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const missing = LONGEST.filter((path) => !existsSync(path));
    if (missing.length > 0) throw new Error(`No test files: ${missing.join(', ')}`);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Place of a file among the longest; one behind them for all others, which keep their order. */
function rank({ moduleId }: TestSpecification): number {
  const index = LONGEST.indexOf(moduleId);
  return index === -1 ? LONGEST.length : index;
}
