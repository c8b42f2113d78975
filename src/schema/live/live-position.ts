import type { Live } from '../../live/live-sessions/live.ts';
import type { CursorCodec } from '../../paging/cursor-codec.ts';
import { START } from '../../paging/position.ts';
import type { Context } from '../builder/context.ts';

/** Id of the list that positions belong to. */
const POSITIONS = 'live position';

type Log = { readonly changes: Pick<Live['changes'], 'id'> };

/** Latest position by the codec of its caller: all subscriptions are sent the changes of a moment, up to the same revision. */
const latest = new WeakMap<CursorCodec, { readonly token: string; readonly position: string }>();

/**
 * Encodes a revision of the change log as an opaque position. Two of a self-scoped caller differ, as equal ones would reveal that
 * nothing has changed, of others either.
 */
export function encodePosition(
  revision: number,
  { changes }: Log,
  { cursors, own }: Pick<Context, 'cursors' | 'own'>,
): string {
  const token = `${changes.id}.${revision}`;
  if (own) return cursors.encode(POSITIONS, { ...START, token });
  const known = latest.get(cursors);
  if (known?.token === token) return known.position;
  const position = cursors.encode(POSITIONS, { ...START, token });
  latest.set(cursors, { token, position });
  return position;
}

/** Decodes a position; null for one of another change log. @throws GatewayError INVALID_CURSOR */
export function decodePosition(position: string, { changes }: Log, { cursors }: Pick<Context, 'cursors'>) {
  const [id, revision] = (cursors.decode(POSITIONS, position).token ?? '').split('.');
  return id === changes.id && revision !== undefined ? Number(revision) : null;
}
