import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One more than Vitest takes on small machines: tests wait for timers and other processes more than they compute. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  // graphql 16 ships an ESM and a CommonJS build; loaded twice, `instanceof GraphQLError` fails and our errors get masked.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    retry: 0,
    maxWorkers,
    // No test is about time; these end what hangs, on a machine whose cores are busy with something else.
    testTimeout: 60_000,
    // One puts the image's files together, which are a hundred megabytes.
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 10 } },
  },
});
