import type { CursorCodec } from '../paging/cursor.ts';
import type { RequestServices } from '../services/services.ts';

/** What every resolver has at hand. */
export interface Context {
  readonly services: RequestServices;
  readonly cursors: CursorCodec;
}
