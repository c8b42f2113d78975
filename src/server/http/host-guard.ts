import type { IncomingMessage, RequestListener } from 'node:http';
import { currentRequest } from '../../log/current-request.ts';

/**
 * Accepted `Host` headers, against DNS rebinding: a page of another site can make its own name resolve to this machine, and is
 * then same-origin with a gateway that has no authentication.
 */
export interface AllowedHosts {
  /** Hosts as in `GATEWAY_ALLOWED_HOSTS`; one without a port matches every port. */
  readonly names: readonly string[];
  /** True if requests from other machines are checked; those over loopback always are. */
  readonly everywhere: boolean;
}

/** Names that resolve to this machine only. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Name or IPv4 address, or IPv6 address in brackets; then a port. No character that a URL parser treats specially. */
const HOST = /^([a-z0-9_.-]+|\[[\da-f:.]+\])(?::(\d{0,5}))?$/i;
/** Probes of load balancers have any address as their `Host`, and their answers reveal nothing. */
const PROBES: ReadonlySet<string> = new Set(['/health', '/ready']);

/** Parses a host into its canonical name (lower case, no trailing dot) and port; undefined for anything else. */
export function parseHost(text: string): { readonly name: string; readonly port: string } | undefined {
  const [, name = '', port = ''] = HOST.exec(text) ?? [];
  const canonical = name.toLowerCase().replace(/\.$/, '');
  return canonical === '' || canonical.endsWith('.') ? undefined : { name: canonical, port };
}

/** Rejects requests to a host that is not allowed, and requests that a page of another site sends. */
export function hostGuard(next: RequestListener, { names, everywhere }: AllowedHosts): RequestListener {
  const allowed = new Set(
    [...LOOPBACK, ...names].map((text) => {
      const host = parseHost(text);
      return host ? key(host.name, host.port) : '';
    }),
  );
  const isAllowed = (text: string) => {
    const host = parseHost(text);
    return host !== undefined && (allowed.has(key(host.name, '')) || allowed.has(key(host.name, host.port)));
  };

  return (request, response) => {
    const isLoopback = isLoopbackAddress(request.socket.localAddress);
    if (!isLoopback && (!everywhere || PROBES.has(request.url ?? ''))) return next(request, response);
    const hosts = hostsOf(request);
    const reject = (status: number, message: string) => {
      const current = currentRequest.getStore();
      if (current) current.codes = ['FORBIDDEN'];
      const body = JSON.stringify({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] });
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
    };
    if (hosts === undefined) return reject(400, 'A request needs exactly one Host.');
    if (!hosts.every(isAllowed)) return reject(403, 'This Host is not allowed: see GATEWAY_ALLOWED_HOSTS.');
    if (isCrossSite(request)) return reject(403, "Requests from another site's page are rejected.");
    return next(request, response);
  };
}

const key = (name: string, port: string) => `${name}:${port}`;

/** Returns the hosts of a request: its `Host`, and that of an absolute target. Undefined unless there is exactly one `Host`. */
function hostsOf({ rawHeaders, url = '' }: IncomingMessage): string[] | undefined {
  const given = rawHeaders.filter((_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? ''));
  if (given.length !== 1) return undefined;
  // An absolute target: its authority ends at the next slash, as in `http://user@host:80/graphql`.
  return url.startsWith('/') || url === '*' ? given : [...given, /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''];
}

/** Detects cross-site requests by `Sec-Fetch-Site`. Following a link to GraphiQL's page is allowed. */
function isCrossSite({ method, headers }: IncomingMessage): boolean {
  if (!/^(?:cross-site|same-site)$/i.test(String(headers['sec-fetch-site'] ?? ''))) return false;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && (method === 'GET' || method === 'HEAD'));
}

function isLoopbackAddress(address = ''): boolean {
  return /^(?:::ffff:)?127\.|^::1$/.test(address);
}
