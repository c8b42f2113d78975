import type { Live } from '../../live/live-sessions/live.ts';
import { START } from '../../paging/position.ts';
import type { Context } from '../builder/context.ts';

/** Id of the list that positions belong to. */
const POSITIONS = 'live position';

type Log = { readonly changes: Pick<Live['changes'], 'id'> };

/** Encodes a revision of the change log as an opaque position. */
export function encodePosition(revision: number, { changes }: Log, { cursors }: Pick<Context, 'cursors'>): string {
  return cursors.encode(POSITIONS, { ...START, token: `${changes.id}.${revision}` });
}

/** Decodes a position; null for one of another change log. @throws GatewayError INVALID_CURSOR */
export function decodePosition(position: string, { changes }: Log, { cursors }: Pick<Context, 'cursors'>) {
  const [id, revision] = (cursors.decode(POSITIONS, position).token ?? '').split('.');
  return id === changes.id && revision !== undefined ? Number(revision) : null;
}
