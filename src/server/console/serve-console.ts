import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../schema/access/access.ts';
import { acceptedEncoding } from '../http/accepted-encoding.ts';
import type { AdmittedListener } from '../http/admission.ts';
import { type ConsoleFile, type ConsoleFiles, readConsoleFiles } from './console-files.ts';
import { type ConsolePage, type ConsoleSettings, consolePage } from './console-page.ts';

/** The web console as a part of the server. */
export interface Console {
  /** True for a request of the console's own files, which hold no data and need no token. */
  isPublic(request: IncomingMessage): boolean;
  /** Serves the console, and passes every other request on. */
  listener(next: AdmittedListener): AdmittedListener;
}

/** Tells the console who it acts for. */
const CALLER = '/console/caller';
/** Paths of views, which are the console's own: the server knows none of them. */
const VIEW = /^\/[a-z]*$/;
/** Paths of the API, which a browser may open, too. */
const API: ReadonlySet<string> = new Set(['/graphql', '/health', '/ready']);

const YEAR_S = 31_536_000;

/** Server without a console. */
export const noConsole: Console = { isPublic: () => false, listener: (next) => next };

/** Serves the built console: its page for every path that a browser opens, so that links to its views work, and its files. */
export function serveConsole(settings: ConsoleSettings, folder?: string): Console {
  let loaded: { readonly files: ConsoleFiles; readonly page: ConsolePage } | undefined;

  /** Reads the files for the first request that may be for one. */
  function load() {
    if (loaded) return loaded;
    const files = readConsoleFiles(folder) ?? new Map();
    loaded = { files, page: consolePage(files, settings) };
    return loaded;
  }

  function fileOf({ method, url = '', headers }: IncomingMessage): ConsoleFile | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    const [path = ''] = url.split('?', 1);
    if (API.has(path)) return undefined;
    const { files, page } = load();
    const isPage = path === '/' || (VIEW.test(path) && headers.accept?.includes('text/html'));
    return isPage ? page.file : path.endsWith('.html') ? undefined : files.get(path);
  }

  return {
    isPublic: (request) => fileOf(request) !== undefined,
    listener: (next) => (request, response, caller) => {
      const file = fileOf(request);
      if (file) return sendFile(request, response, file, load().page.contentSecurityPolicy);
      if (request.url === CALLER && request.method === 'GET') return sendCaller(response, caller);
      return next(request, response, caller);
    },
  };
}

function sendFile(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  { bodies, etag, type, isHashed }: ConsoleFile,
  contentSecurityPolicy: string,
): void {
  const wanted = acceptedEncoding(headers['accept-encoding']);
  const encoding = bodies.has(wanted) ? wanted : 'identity';
  const body = bodies.get(encoding);
  const tag = `"${etag}-${encoding}"`;
  response.setHeader('etag', tag);
  response.setHeader('vary', 'accept-encoding');
  response.setHeader('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', contentSecurityPolicy);
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  if (headers['if-none-match']?.includes(tag)) {
    response.writeHead(304).end();
    return;
  }
  const encoded = encoding === 'identity' ? {} : { 'content-encoding': encoding };
  response.writeHead(200, { 'content-type': type, 'content-length': String(body?.length ?? 0), ...encoded });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Tells the console the name and the OAuth scopes of its caller, so that it shows what they may do. */
function sendCaller(response: ServerResponse, { name, scopes }: Caller): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ name, scopes: [...scopes] }));
}
