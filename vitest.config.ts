import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql 16 ships an ESM and a CommonJS build; loaded twice, `instanceof GraphQLError` fails and our errors get masked.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    retry: 0,
    testTimeout: 20_000,
  },
});
