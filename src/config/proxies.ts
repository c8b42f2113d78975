import { z } from 'zod';

/** A proxy's URL; without a scheme it is taken for one of http, as curl does. */
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
  allowed: 'a URL that begins with `http://` or `https://`, with user and password where the proxy wants them',
  meaning,
  secret: true as const,
  parser: proxyUrl,
});

/** The standard variables of proxies. The embedded emulator is never reached through one. */
export const PROXIES = {
  httpsProxy: proxy(
    'HTTPS_PROXY',
    'https_proxy',
    'The proxy to `https:` URLs: AWS, the key set, the trace collector. In lower case, too, which goes first.',
  ),
  httpProxy: proxy('HTTP_PROXY', 'http_proxy', 'The proxy to `http:` URLs.'),
  noProxy: {
    name: 'NO_PROXY',
    alias: 'no_proxy',
    fallback: '',
    allowed: 'hosts, domains, `host:port`, IPv4 addresses and CIDR blocks with commas between, or `*`',
    meaning: 'What is reached without a proxy. A domain stands for its subdomains, too.',
    parser: z.string(),
  },
} as const;

interface ProxyConfig {
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly noProxy: string;
}

/** The proxies by the names of their variables. */
export function proxiesOf({ httpsProxy: HTTPS_PROXY, httpProxy: HTTP_PROXY, noProxy: NO_PROXY }: ProxyConfig) {
  return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
}
