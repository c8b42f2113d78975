import type { SessionKey } from '../sessions/session-handle.ts';
import { type KeyParts, parseNodeId } from './node.ts';

/** What a service finds a session by; the id adds the scope. */
type ServiceKey<Key = SessionKey> = Key extends unknown ? Omit<Key, 'scope'> : never;

const readers = new Map<string, (parts: KeyParts) => ServiceKey>();

/** Says that a type is one of sessions, and how the parts of its `nodeKey` name one. */
export function readSessionIdsOf(ref: { name: string }, read: (parts: KeyParts) => ServiceKey): void {
  readers.set(ref.name, read);
}

/**
 * The session that an id names; null for an id of something else.
 *
 * @throws GatewayError INVALID_ID
 */
export function parseSessionId(id: string): SessionKey | null {
  const { typename, scope, parts } = parseNodeId(id);
  const key = readers.get(typename)?.(parts);
  return key ? ({ scope, ...key } as SessionKey) : null;
}
