import { GatewayError } from '../../errors/gateway-error.ts';
import type { Page } from '../page-source.ts';
import { errorOnArrival } from '../token-guard.ts';
import { type ChildIndex, childIndex } from './child-index.ts';
import type { QueuedSource } from './queued-source.ts';

/** Result of a request. `UPSTREAM_*` errors are results: they defer one source and leave the others alone. */
export type Outcome<Item, Metadata> =
  | { readonly kind: 'page'; readonly page: Page<Item> }
  | { readonly kind: 'children'; readonly children: ChildIndex<Item, Metadata> }
  | { readonly kind: 'failed'; readonly error: GatewayError };

/** A page or children that were requested. */
interface SourceRequest<Item, Metadata> {
  /** Time of the request, by `performance.now()`. */
  readonly requestedAt: number;
  /** Rejects for errors that are not of one source alone, such as CURSOR_EXPIRED. */
  readonly answer: Promise<Outcome<Item, Metadata>>;
  /** Undefined until the answer is there. */
  outcome?: Outcome<Item, Metadata>;
}

/** The requests of one iteration, each made once. */
interface SourceRequests<Item, Metadata> {
  /** Returns the request for a source, and makes it if there is none. */
  open(source: QueuedSource<Item, Metadata>): SourceRequest<Item, Metadata>;
  /** Returns the request for a source if it was made. */
  find(source: QueuedSource<Item, Metadata>): SourceRequest<Item, Metadata> | undefined;
  /** Drops a page that was read. */
  close(source: QueuedSource<Item, Metadata>): void;
}

/** @param onAnswer called after each answer that is a result */
export function sourceRequests<Item, Metadata>(onAnswer: () => void): SourceRequests<Item, Metadata> {
  const requests = new Map<string, SourceRequest<Item, Metadata>>();
  return {
    open(source) {
      const known = requests.get(source.request);
      if (known) return known;
      const answer = outcomeOf(source).then((outcome) => {
        request.outcome = outcome;
        onAnswer();
        return outcome;
      });
      const request: SourceRequest<Item, Metadata> = { requestedAt: performance.now(), answer };
      // Prevents an unhandled rejection when the iteration stopped waiting; awaiting callers still receive the error.
      answer.catch(() => {});
      requests.set(source.request, request);
      return request;
    },
    find: (source) => requests.get(source.request),
    close(source) {
      requests.delete(source.request);
    },
  };
}

async function outcomeOf<Item, Metadata>({
  node,
  position,
  resumes,
}: QueuedSource<Item, Metadata>): Promise<Outcome<Item, Metadata>> {
  try {
    if (!('source' in node)) return { kind: 'children', children: childIndex(await node.children()) };
    const page = await node.source.listPage(position.token, resumes);
    const error = errorOnArrival(position, page);
    return error ? { kind: 'failed', error } : { kind: 'page', page };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // The source was deleted since it was found, so nothing of it is left to read.
    if (error.code === 'NOT_FOUND') return { kind: 'page', page: { items: [], nextToken: null } };
    if (error.code.startsWith('UPSTREAM_')) return { kind: 'failed', error };
    throw error;
  }
}
