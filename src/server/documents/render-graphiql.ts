import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { EXAMPLES } from './example-queries.ts';
import type { GraphiqlPage } from './graphiql-page.ts';

/** Thread that renders the page of GraphiQL once: see `renderInThread`. */
function renderPage(): GraphiqlPage {
  const html = renderGraphiQL({
    title: 'Session Gateway',
    defaultTabs: EXAMPLES.map((query) => ({ query })),
    schemaDescription: true,
  });
  const identity = Buffer.from(html);
  return {
    identity,
    // A fifth of the size in 0.2 s; the best quality saves another tenth in half a minute.
    br: brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    gzip: gzipSync(identity),
    etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    contentSecurityPolicy: policyOf(html),
  };
}

/** Builds the content security policy: its one script by hash, blob workers, requests to the gateway only, no framing. */
function policyOf(html: string): string {
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    // The editor sets inline styles.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const page = renderPage();
// Given away, not copied.
parentPort?.postMessage(page, [page.identity.buffer, page.br.buffer, page.gzip.buffer]);
