import type { IncomingMessage } from 'node:http';

/** What the way through the server hands on beside the request. */
export interface ServerContext {
  /** Node's own; absent where there is no wire, as in tests. */
  readonly req?: IncomingMessage;
  /** Who asks, where somebody has found it out. */
  readonly caller?: string | null;
}
