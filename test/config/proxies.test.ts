import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

describe('HTTPS_PROXY and HTTP_PROXY', () => {
  test.each([
    ['http://proxy.example:3128', 'http://proxy.example:3128/'],
    ['HTTPS://Proxy.Example', 'https://proxy.example/'],
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    ['http://user:pass%20word@proxy.example', 'http://user:pass%20word@proxy.example/'],
    ['http://[::1]:3128/', 'http://[::1]:3128/'],
  ])('%s is %s', (text, url) => {
    expect(parseConfig({ HTTPS_PROXY: text, http_proxy: text })).toMatchObject({ httpsProxy: url, httpProxy: url });
  });

  test('in lower case go first, as they do for curl', () => {
    const config = parseConfig({ https_proxy: 'a.test', HTTPS_PROXY: 'b.test', no_proxy: 'c', NO_PROXY: 'd' });
    expect(config).toMatchObject({ httpsProxy: 'http://a.test/', noProxy: 'c' });
    expect(parseConfig({ https_proxy: '', HTTPS_PROXY: 'b.test' })).toMatchObject({ httpsProxy: 'http://b.test/' });
  });

  test.each([
    'socks5://secret@proxy.example',
    'http://',
    'http://sec ret',
    'http://secret%0d%0a@p',
    'http://sec%ret:x@p',
    'ftp://secret',
  ])('%s stops the start, and is not repeated', (text) => {
    const rejection = /^HTTPS_PROXY is \(not shown\); it must be a URL that begins with "http:\/\/" or "https:\/\/"/;
    expect(() => parseConfig({ https_proxy: text })).toThrow(rejection);
    expect(() => parseConfig({ HTTPS_PROXY: text })).toThrow(rejection);
  });
});
