import { z } from 'zod';

/** A proxy's URL; the scheme defaults to `http:`, as in curl. */
const proxyUrl = z
  .string()
  .transform((text) => (text === '' || /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`))
  .refine((text) => text === '' || isProxyUrl(text))
  .transform((text) => (text === '' ? '' : new URL(text).href));

function isProxyUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  try {
    const { username, password } = new URL(text);
    return !/[\r\n]/.test(decodeURIComponent(`${username}${password}`));
  } catch {
    return false;
  }
}

const proxy = <Name extends string, Alias extends string>(name: Name, alias: Alias, meaning: string) => ({
  name,
  alias,
  fallback: '',
  allowed: 'a URL that begins with `http://` or `https://`, with user and password if the proxy requires them',
  meaning,
  secret: true as const,
  parser: proxyUrl,
});

/** The standard variables of proxies. They do not apply to the embedded emulator. */
export const PROXIES = {
  httpsProxy: proxy(
    'HTTPS_PROXY',
    'https_proxy',
    'Proxy for `https:` URLs: AWS, the key set, the trace collector. The name in lower case takes precedence.',
  ),
  httpProxy: proxy('HTTP_PROXY', 'http_proxy', 'Proxy for `http:` URLs.'),
  noProxy: {
    name: 'NO_PROXY',
    alias: 'no_proxy',
    fallback: '',
    allowed: 'hosts, domains, `host:port`, IPv4 addresses and CIDR blocks with commas between, or `*`',
    meaning: 'Hosts that are reached without a proxy. A domain includes its subdomains.',
    parser: z.string(),
  },
} as const;

interface ProxyConfig {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

/** Returns the proxies by the names of their variables. */
export function proxiesOf({ httpsProxy: HTTPS_PROXY, httpProxy: HTTP_PROXY, noProxy: NO_PROXY }: ProxyConfig) {
  return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
}
