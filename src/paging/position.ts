import { NO_TRAIL, type Trail } from './page-trail.ts';
import { NOTHING_SHOWN, type ShownKeys } from './shown-keys.ts';

/** A position in a list: on the page of a token, behind the items of it that were shown. Cursors are encoded positions. */
export interface Position {
  /** Token of the page; null: the first page. */
  readonly token: string | null;
  /** Items at the position that were shown already. */
  readonly shown: ShownKeys;
  /** Detects tokens that repeat over several requests. */
  readonly trail: Trail;
}

/** The position in front of the first item of any list. */
export const START: Position = { token: null, shown: NOTHING_SHOWN, trail: NO_TRAIL };

/** Returns true for the position in front of the first item: nothing of the list was shown. */
export function isStart({ token, shown }: Position): boolean {
  return token === null && shown.hashes === '';
}
