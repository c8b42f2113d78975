import type { CursorCodec } from '../paging/cursor.ts';
import type { RequestServices } from '../services/services.ts';
import type { Sessions } from '../sessions/sessions.ts';

/** What every resolver has at hand. */
export interface Context {
  readonly services: RequestServices;
  readonly cursors: CursorCodec;
  /** Three services as one. */
  readonly sessions: Sessions;
}
