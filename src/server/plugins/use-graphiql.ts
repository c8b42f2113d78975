import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { GraphiQLOptions, Plugin } from 'graphql-yoga';
import { EXAMPLES } from '../documents/example-queries.ts';
import { acceptedEncoding, type Encoding } from '../http/accepted-encoding.ts';

const OPTIONS: GraphiQLOptions = {
  title: 'Session Gateway',
  defaultTabs: EXAMPLES.map((query) => ({ query })),
  schemaDescription: true,
};

const PART_BYTES = 64 * 1024;

/** Rendered page, held once per encoding for all readers. */
interface Page {
  readonly bodies: Readonly<Record<Encoding, Buffer<ArrayBuffer>>>;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/**
 * Serves GraphiQL from this process: Yoga's own page loads its script from a CDN, which a closed network does not reach. The
 * page is nine megabytes, so it is rendered and compressed on first use, and never copied.
 */
export function useGraphiql(): Plugin {
  let page: Promise<Page> | undefined;
  return {
    async onRequest({ request: { method, headers }, url, fetchAPI, endResponse }) {
      if (method !== 'GET' || !/^\/graphql\/?$/.test(url.pathname) || !headers.get('accept')?.includes('text/html'))
        return;
      page ??= renderPage();
      const { bodies, etag, contentSecurityPolicy } = await page;
      const encoding = acceptedEncoding(headers.get('accept-encoding') ?? '');
      const tag = `"${etag}-${encoding}"`;
      const isKnown = headers.get('if-none-match')?.includes(tag) ?? false;
      const answer = new fetchAPI.Response(isKnown ? null : inParts(bodies[encoding], fetchAPI.ReadableStream), {
        status: isKnown ? 304 : 200,
        headers: {
          ...(!isKnown && {
            'content-type': 'text/html',
            'content-length': String(bodies[encoding].length),
          }),
          ...(!isKnown && encoding !== 'identity' && { 'content-encoding': encoding }),
          etag: tag,
          vary: 'accept-encoding',
          // Revalidated each time at the cost of a 304, so that a caller whose token was revoked does not see it.
          'cache-control': 'private, no-cache',
          'content-security-policy': contentSecurityPolicy,
          'x-frame-options': 'DENY',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        },
      });
      endResponse(answer);
    },
  };
}

/** Streams the page at the reader's speed: a single write would copy megabytes for each reader and block the event loop. */
function inParts(body: Uint8Array<ArrayBuffer>, Stream: typeof ReadableStream): ReadableStream<Uint8Array> {
  let sent = 0;
  return new Stream({
    pull(controller) {
      controller.enqueue(body.subarray(sent, sent + PART_BYTES));
      sent += PART_BYTES;
      if (sent >= body.length) controller.close();
    },
  });
}

async function renderPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL(OPTIONS);
  const identity = Buffer.from(html);
  const [br, zipped] = await Promise.all([
    // A fifth of the size in 0.2 s; the best quality saves another tenth in half a minute.
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(identity),
  ]);
  return {
    bodies: { br, gzip: zipped, identity },
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
