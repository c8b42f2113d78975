import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { GraphiQLOptions, Plugin } from 'graphql-yoga';
import { EXAMPLES } from '../documents/example-queries.ts';

const OPTIONS: GraphiQLOptions = {
  title: 'Session Gateway',
  defaultTabs: EXAMPLES.map((query) => ({ query })),
  schemaDescription: true,
};

const PART_BYTES = 64 * 1024;

type Encoding = 'br' | 'gzip' | 'identity';

/** The page as it is sent: each form once in the process, however many read it at the same time, and however slowly. */
interface Page {
  readonly bodies: Readonly<Record<Encoding, Buffer<ArrayBuffer>>>;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/**
 * GraphiQL from our own process: Yoga's own page loads its script from a CDN, which a closed network does not have.
 * Nine megabytes, so it is loaded and compressed when it is first opened, and never copied.
 */
export function useGraphiql(): Plugin {
  let page: Promise<Page> | undefined;
  return {
    async onRequest({ request: { method, headers }, url, fetchAPI, endResponse }) {
      if (method !== 'GET' || !/^\/graphql\/?$/.test(url.pathname) || !headers.get('accept')?.includes('text/html'))
        return;
      page ??= renderPage();
      const { bodies, etag, contentSecurityPolicy } = await page;
      const encoding = encodingFor(headers.get('accept-encoding') ?? '');
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
          // Asked for again each time, which costs a 304: who has lost their token does not see it.
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

/** As the reader takes it: in one write the operating system would copy megabytes of it for each, while everybody waits. */
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
    // A fifth of the size after 0.2 s; the best quality takes half a minute for a tenth less.
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
    promisify(gzip)(identity),
  ]);
  return {
    bodies: { br, gzip: zipped, identity },
    etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    contentSecurityPolicy: policyOf(html),
  };
}

/** Its one script by its hash, workers that it makes of itself, requests to the gateway alone, and no frame around it. */
function policyOf(html: string): string {
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    // The editor writes styles as it goes.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The smallest form that a client takes. */
function encodingFor(acceptEncoding: string): Encoding {
  const refused = /;\s*q=0(?:\.0*)?\s*$/;
  const taken = acceptEncoding.split(',').filter((part) => !refused.test(part));
  const names = new Set(taken.map((part) => part.split(';')[0]?.trim().toLowerCase()));
  return names.has('br') ? 'br' : names.has('gzip') || names.has('x-gzip') ? 'gzip' : 'identity';
}
