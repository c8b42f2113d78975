import type { Plugin } from 'graphql-yoga';
import { yieldToEventLoop } from '../../paging/event-loop.ts';
import { type GraphiqlPage, renderInThread } from '../documents/graphiql-page.ts';
import { acceptedEncoding } from '../http/accepted-encoding.ts';

const PART_BYTES = 64 * 1024;

/** Steps of a turn of the event loop that an answer counts as: what a connection takes of the page at once is copied. */
const STEPS_OF_ANSWER = 4;

/**
 * Serves GraphiQL from this process: Yoga's own page loads its script from a CDN, which a closed network does not reach. The
 * page is nine megabytes, so it is rendered and compressed on first use, and never copied.
 */
export function useGraphiql(): Plugin {
  let page: Promise<GraphiqlPage> | undefined;

  function render(): Promise<GraphiqlPage> {
    page ??= renderInThread().catch((error: unknown) => {
      // A thread that cannot be started now is tried again with the next request.
      page = undefined;
      throw error;
    });
    return page;
  }

  return {
    async onRequest({ request: { method, headers }, url, fetchAPI, endResponse }) {
      if (method !== 'GET' || !/^\/graphql\/?$/.test(url.pathname) || !headers.get('accept')?.includes('text/html'))
        return;
      const { etag, contentSecurityPolicy, ...bodies } = await render();
      // All that wait for the page would otherwise be answered in one turn.
      await yieldToEventLoop(STEPS_OF_ANSWER);
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
