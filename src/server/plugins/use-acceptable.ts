import type { Plugin } from 'graphql-yoga';

/** Media types of answers to queries and mutations. */
const SERVED = ['application/graphql-response+json', 'application/json', 'multipart/mixed', 'text/event-stream'];

/**
 * Rejects a request whose `accept` header has no media type that is served, with 406. Yoga (5.24) does so after it has executed
 * the operation, so that a mutation would take effect and be reported as rejected; and it names its types once for each type
 * of the request, so that a long `accept` would be answered with a header that is longer than clients take.
 */
export function useAcceptable(): Plugin {
  return {
    onRequest({ request: { method, headers }, url, fetchAPI, endResponse }) {
      const isOperation = (method === 'POST' || method === 'GET') && /\/graphql\/?$/.test(url.pathname);
      if (!isOperation || isAcceptable(headers.get('accept') ?? '')) return;
      endResponse(new fetchAPI.Response(null, { status: 406, headers: { accept: SERVED.join(', ') } }));
    },
  };
}

/** Compares as Yoga does: an absent header is anything, parameters other than the charset are ignored. */
function isAcceptable(accept: string): boolean {
  if (accept === '') return true;
  return accept
    .replace(/\s/g, '')
    .toLowerCase()
    .split(',')
    .some((part) => {
      const [type = '', ...params] = part.split(';');
      const charset = params.find((param) => param.includes('charset=')) ?? 'charset=utf-8';
      const [kind, format] = type.split('/');
      return (
        charset === 'charset=utf-8' &&
        SERVED.some((served) => {
          const [servedKind, servedFormat] = served.split('/');
          return (kind === '*' || kind === servedKind) && (format === '*' || format === servedFormat);
        })
      );
    });
}
