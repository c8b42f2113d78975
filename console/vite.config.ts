import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedFiles } from './build/compressed-files.ts';
import { operationsList } from './build/operations-list.ts';
import { packagesList } from './build/packages-list.ts';
import { relayTags } from './build/relay-tags.ts';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
// Tests build with another value; React would then be that for development.
process.env.NODE_ENV = 'production';

const ARTIFACTS = pathOf('src/__generated__');
const DIST = pathOf('dist');

/** Gateway that `npm run dev` forwards requests to. */
const GATEWAY = 'http://127.0.0.1:4000';

export default defineConfig({
  root: pathOf('.'),
  plugins: [
    relayTags(ARTIFACTS),
    compressedFiles(DIST),
    operationsList(ARTIFACTS, DIST),
    packagesList(pathOf('..'), DIST),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // An inlined file would need a content security policy that allows `data:`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A test holds the budget of the first view.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // Cloudscape marks its modules for servers of React, which nothing here is.
      checks: { moduleLevelDirective: false },
    },
  },
  server: { proxy: { '/graphql': GATEWAY, '/console': GATEWAY } },
});
