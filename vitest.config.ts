import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { COMPILE_CACHE } from './test/support/compile-cache.ts';
import { LongestFirst } from './test/support/longest-first.ts';

/** Two more than there are cores: tests wait for timers and other processes for two fifths of their time. */
const maxWorkers = availableParallelism() + 2;

const TESTS = ['test/**/*.test.ts'];
/** Tests that change their process: one keeps V8 from optimizing. */
const ISOLATED = ['test/contract/event-loop-turns.test.ts'];

export default defineConfig({
  test: {
    retry: 0,
    globalSetup: ['test/support/build-console.ts', 'test/support/fill-compile-cache.ts'],
    // Node itself loads the files, as in production: Vite's module runner costs every use of an import.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    env: {
      // As `npm start` has it: graphql-js then checks for no second copy of itself with each type that it meets.
      NODE_ENV: 'production',
      // Also for threads, each of which would strip the types of its files again.
      NODE_COMPILE_CACHE: COMPILE_CACHE,
    },
    maxWorkers,
    // Room for what lives briefly: a tenth of their processor time was the collection of garbage.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    // No test is about time; these end what hangs, on a machine whose cores are busy with something else. Some start gateways one after the other.
    testTimeout: 300_000,
    // One puts the image's files together, which are a hundred megabytes.
    hookTimeout: 120_000,
    expect: { poll: { timeout: 120_000, interval: 10 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: TESTS,
          exclude: ISOLATED,
          // A process loads the SDK clients and the schema once, not for each file: half of the processor time of the suite.
          isolate: false,
          globalSetup: ['test/support/postgres-server.ts', 'test/support/browser-server.ts'],
          setupFiles: ['test/support/leave-no-trace.ts'],
        },
      },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
    ],
  },
});
