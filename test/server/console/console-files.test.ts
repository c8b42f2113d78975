import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ANONYMOUS_CALLER } from '../../../src/schema/access/access.ts';
import { readConsoleFiles } from '../../../src/server/console/console-files.ts';
import { type ConsoleSettings, consolePage } from '../../../src/server/console/console-page.ts';
import { serveConsole } from '../../../src/server/console/serve-console.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SETTINGS: ConsoleSettings = { authentication: 'none', signIn: null, mutations: true, live: true, graphiql: true };
const PAGE = '<!doctype html><meta name="gateway-settings" content="{}"><script src="/assets/a-1.js"></script>';
const SCRIPT = 'export const a = 1;\n'.repeat(50);

/** A built console: a page, a script with compressed copies, a picture, and files that are not for browsers. */
function built(page = PAGE): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
  put('index.html', page);
  put('assets/a-1.js', SCRIPT);
  put('assets/a-1.js.gz', gzipSync(SCRIPT));
  put('assets/a-1.js.br', brotliCompressSync(SCRIPT));
  put('assets/b-2.css', 'a{}');
  put('assets/b-2.css.gz', gzipSync('a{}'));
  put('icon.svg', '<svg/>');
  put('assets/a-1.js.map', '{}');
  put('notes.txt', 'not for browsers');
  return folder;
}

async function serve(folder = built(), settings = SETTINGS) {
  const console = serveConsole(settings, folder);
  const listener = console.listener((_request, response) => response.writeHead(418).end());
  const server = createServer((incoming, response) => void listener(incoming, response, ANONYMOUS_CALLER));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, headers, method, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(chunks),
          }),
        );
      });
      sent.on('error', reject);
      sent.end();
    });
}

describe('Files of the console', () => {
  test('are those that browsers use, each with its type', async () => {
    const files = readConsoleFiles(built());
    expect([...(files ?? [])].map(([path, { type, isHashed }]) => [path, type, isHashed]).sort()).toEqual([
      ['/assets/a-1.js', 'text/javascript; charset=utf-8', true],
      ['/assets/b-2.css', 'text/css; charset=utf-8', true],
      ['/icon.svg', 'image/svg+xml', false],
      ['/index.html', 'text/html; charset=utf-8', false],
    ]);
    expect(readConsoleFiles(temporaryFolder())).toBeNull();
  });

  test('are sent in the encoding that is accepted and there, with a tag and a length of its own', async () => {
    const get = await serve();
    const seen = new Set<string>();
    for (const [path, accepted, encoding, body] of [
      ['/assets/a-1.js', 'br', 'br', brotliCompressSync(SCRIPT)],
      ['/assets/a-1.js', 'gzip, deflate', 'gzip', gzipSync(SCRIPT)],
      ['/assets/a-1.js', 'deflate', undefined, Buffer.from(SCRIPT)],
      ['/assets/b-2.css', 'gzip', 'gzip', gzipSync('a{}')],
      // No brotli copy is there, and a gzip one is not looked for.
      ['/icon.svg', 'br, gzip', undefined, Buffer.from('<svg/>')],
    ] as const) {
      const answer = await get(path, { 'accept-encoding': accepted });
      expect([answer.status, answer.headers['content-encoding'], answer.headers.vary]).toEqual([
        200,
        encoding,
        'accept-encoding',
      ]);
      expect(answer.body).toEqual(body);
      expect(answer.headers['content-length']).toBe(String(body.length));
      seen.add(answer.headers.etag ?? '');
    }
    expect(seen.size).toBe(5);
  });

  test('are not sent again to a browser that has them, and are after they have changed', async () => {
    const get = await serve();
    const { headers } = await get('/assets/a-1.js', { 'accept-encoding': 'br' });
    const etag = headers.etag ?? '';
    expect(etag).toMatch(/^"[\w-]{22}-br"$/);
    for (const tag of [etag, `"other", ${etag}`, `W/${etag}`]) {
      const again = await get('/assets/a-1.js', { 'accept-encoding': 'br', 'if-none-match': tag });
      expect([tag, again.status, again.body.length, again.headers.etag]).toEqual([tag, 304, 0, etag]);
      expect(again.headers['content-length']).toBeUndefined();
    }
    for (const tag of ['"other"', etag.replace('-br', '-gzip'), '']) {
      const again = await get('/assets/a-1.js', { 'accept-encoding': 'br', 'if-none-match': tag });
      expect([tag, again.status]).toEqual([tag, 200]);
    }
    const page = (await get('/')).headers.etag;
    expect((await (await serve(built(`${PAGE}<p>new</p>`)))('/')).headers.etag).not.toBe(page);
    expect((await (await serve(built(), { ...SETTINGS, mutations: false }))('/')).headers.etag).not.toBe(page);
  });

  test('are no other files, however they are asked for', async () => {
    const get = await serve();
    const html = { accept: 'text/html' };
    for (const path of [
      ...['/notes.txt', '/index.html', '/assets/', '/assets/a-1.js.br', '/assets/a-1.js.map', '/assets/../index.html'],
      ...['/../console-files.ts', '/%2e%2e/package.json', '//icon.svg', '/ICON.SVG', '/icon.svg/', '/a/b', '/Sessions'],
      ...['/graphql', '/health', '/ready', '/console/caller/'],
    ])
      expect([path, (await get(path, html)).status]).toEqual([path, 418]);
    for (const path of ['/', '/?a=b', '/sessions', '/sessions?a=/b'])
      expect([path, (await get(path, html)).body.toString().includes('gateway-settings')]).toEqual([path, true]);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect([method, (await get('/icon.svg', {}, method)).status]).toEqual([method, 418]);
  });

  test('have a head for HEAD, as for GET, and no body', async () => {
    const get = await serve();
    const whole = await get('/icon.svg');
    const head = await get('/icon.svg', {}, 'HEAD');
    expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' });
    expect(head.body).toHaveLength(0);
  });

  test('have a head against sniffing, framing and leaks of the referrer, each of them', async () => {
    const get = await serve();
    for (const path of ['/', '/icon.svg', '/assets/a-1.js'])
      expect((await get(path)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
  });
});

describe('The page of the console', () => {
  const files = () => readConsoleFiles(built()) ?? new Map();

  test('has the settings as they are, whatever their texts, and nothing else of its own', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom('"><script>', '&quot;', "'", '$1', '$&', '</meta>', '&amp;quot;'),
    );
    const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    fc.assert(
      fc.property(texts, texts, texts, (issuer, clientId, scopes) => {
        const signIn = { issuer, clientId, scopes, audience: '', origins: [] };
        const settings: ConsoleSettings = { ...SETTINGS, authentication: 'jwt', signIn };
        const html = String(consolePage(files(), settings).file.bodies.get('identity'));
        const [, before, content = '', after] = /^(.*content=")([^"]*)(".*)$/s.exec(html) ?? [];
        expect([before, after]).toEqual(PAGE.split('{}'));
        expect(content).not.toMatch(/[<"]/);
        expect(JSON.parse(unescaped(content))).toEqual(settings);
      }),
      { numRuns: 100 },
    );
  });

  test('allows requests to itself and to the origins of signing in, and nothing of others', () => {
    const origins = ['https://login.example.com', 'https://pool.auth.example.com:8443'];
    const signIn = { issuer: '', clientId: '', scopes: '', audience: '', origins };
    const directives = (settings: ConsoleSettings) =>
      new Map(
        consolePage(files(), settings)
          .contentSecurityPolicy.split('; ')
          .map((text) => [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)]),
      );
    expect(directives({ ...SETTINGS, signIn }).get('connect-src')).toBe(`'self' ${origins.join(' ')}`);
    expect(Object.fromEntries(directives(SETTINGS))).toEqual({
      ...{ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self' data:" },
      ...{ 'font-src': "'self' data:", 'connect-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'" },
      'frame-ancestors': "'none'",
    });
  });

  test('says how to build the console where it is not built', () => {
    expect(String(consolePage(new Map(), SETTINGS).file.bodies.get('identity'))).toContain('npm run console');
  });
});
