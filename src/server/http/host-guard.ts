import type { IncomingMessage, RequestListener } from 'node:http';
import { currentRequest } from '../../log/current-request.ts';

/**
 * Which names of the gateway are answered to. A page of another site can have its own name lead to this machine (DNS
 * rebinding): to the browser it then is the same site, and reads and changes what nobody guards. `Host` is what gives it away.
 */
export interface AllowedHosts {
  /** As `GATEWAY_ALLOWED_HOSTS`: without a port any port will do. */
  readonly names: readonly string[];
  /** Whether requests that come from other machines are judged, too; those of this one always are. */
  readonly everywhere: boolean;
}

/** The names of this machine, which lead nowhere else. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** Name or IPv4 address, or IPv6 address in brackets; then a port. Nothing that a parser of URLs would read as something else. */
const HOST = /^([a-z0-9_.-]+|\[[\da-f:.]+\])(?::(\d{0,5}))?$/i;
/** Probes of a load balancer name the address that they ask, whatever it is, and are told nothing. */
const PROBES: ReadonlySet<string> = new Set(['/health', '/ready']);

/** The canonical name of a host and its port; undefined where it is no host: lower case, without the dot of a full name. */
export function parseHost(text: string): { readonly name: string; readonly port: string } | undefined {
  const [, name = '', port = ''] = HOST.exec(text) ?? [];
  const canonical = name.toLowerCase().replace(/\.$/, '');
  return canonical === '' || canonical.endsWith('.') ? undefined : { name: canonical, port };
}

/** Answers only what is addressed to an allowed name, and what no page of another site sends. */
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
    const isNear = isLoopbackAddress(request.socket.localAddress);
    if (!isNear && (!everywhere || PROBES.has(request.url ?? ''))) return next(request, response);
    const hosts = hostsOf(request);
    const refuse = (status: number, message: string) => {
      const current = currentRequest.getStore();
      if (current) current.codes = ['FORBIDDEN'];
      const body = JSON.stringify({ errors: [{ message, extensions: { code: 'FORBIDDEN' } }] });
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body);
    };
    if (hosts === undefined) return refuse(400, 'A request needs exactly one Host.');
    if (!hosts.every(isAllowed))
      return refuse(403, 'This gateway is not asked by that Host; GATEWAY_ALLOWED_HOSTS says which it is.');
    if (isForeign(request)) return refuse(403, "Another site's page may not ask this gateway.");
    return next(request, response);
  };
}

const key = (name: string, port: string) => `${name}:${port}`;

/** What a request is addressed to: its Host, and what its target says where that is a whole URL. Undefined unless there is one Host. */
function hostsOf({ rawHeaders, url = '' }: IncomingMessage): string[] | undefined {
  const given = rawHeaders.filter((_, index) => index % 2 === 1 && /^host$/i.test(rawHeaders[index - 1] ?? ''));
  if (given.length !== 1) return undefined;
  // Whatever is no path is the authority's part of a URL, up to the next slash: `http://user@host:80/graphql`.
  return url.startsWith('/') || url === '*' ? given : [...given, /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''];
}

/** Browsers say where a request was made. A person may follow a link to the page: that asks for nothing but the page. */
function isForeign({ method, headers }: IncomingMessage): boolean {
  if (!/^(?:cross-site|same-site)$/i.test(String(headers['sec-fetch-site'] ?? ''))) return false;
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return !(isLink && (method === 'GET' || method === 'HEAD'));
}

function isLoopbackAddress(address = ''): boolean {
  return /^(?:::ffff:)?127\.|^::1$/.test(address);
}
