import { existsSync } from 'node:fs';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

const TESTS = new URL('..', import.meta.url).pathname;

/** Files that take ten seconds and more, many of them with few lines. */
const LONGEST = [
  'operating/lost-replicas.test.ts',
  'live/simulated-week.test.ts',
  'contract/audit-unwritable.test.ts',
  'contract/running-authentication.test.ts',
  'contract/running.test.ts',
  'aws/rate-limiter/throttling.test.ts',
  'image.test.ts',
  'contract/running-npm.test.ts',
  'contract/draining.test.ts',
  'federation/example.test.ts',
  'operating/replicas-example.test.ts',
  'contract/running-modules.test.ts',
  'contract/running-proxies.test.ts',
  'store/crash.test.ts',
  'store/replica-resume.test.ts',
].map((path) => `${TESTS}${path}`);

/** Begins each project with its longest files. Vitest begins with the largest ones, and would end with a worker alone at a long one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const missing = LONGEST.filter((path) => !existsSync(path));
    if (missing.length > 0) throw new Error(`No test files: ${missing.join(', ')}`);
    const projects = Map.groupBy(await super.sort(files), ({ project }) => project);
    return [...projects.values()].flatMap((specifications) => specifications.toSorted((a, b) => rank(a) - rank(b)));
  }
}

/** Place of a file among the longest; one behind them for all others, which keep their order. */
function rank({ moduleId }: TestSpecification): number {
  const index = LONGEST.indexOf(moduleId);
  return index === -1 ? LONGEST.length : index;
}
