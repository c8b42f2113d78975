import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Rendered page, held once per encoding for all readers. */
export interface GraphiqlPage {
  readonly identity: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/**
 * Renders the page in a thread of its own: compiling nine megabytes of script, encoding and hashing them would block the event
 * loop for a third of a second.
 */
export async function renderInThread(): Promise<GraphiqlPage> {
  const worker = new Worker(new URL('./render-graphiql.ts', import.meta.url));
  const [page] = (await once(worker, 'message')) as [GraphiqlPage];
  return page;
}
