import { GatewayError } from '../errors/gateway-error.ts';
import { Refusal } from '../services/refusal.ts';
import type { SessionKey } from '../sessions/session-handle.ts';
import { type KeyParts, parseNodeId } from './node.ts';
import { invalidId } from './node-id.ts';

/** What a service finds a session by; the id adds the location. */
type ServiceKey<Key = SessionKey> = Key extends unknown ? Omit<Key, 'location'> : never;

const readers = new Map<string, (parts: KeyParts) => ServiceKey>();

/** Says that a type is one of sessions, and how the parts of its `nodeKey` name one. */
export function readSessionIdsOf(ref: { name: string }, read: (parts: KeyParts) => ServiceKey): void {
  readers.set(ref.name, read);
}

/** @throws Refusal INVALID_ID, or NOT_SUPPORTED for an id of something else */
export function parseSessionId(id: string): SessionKey {
  try {
    const { typename, location, parts } = parseNodeId(id);
    const read = location && readers.get(typename);
    if (!read) throw refusal('NOT_SUPPORTED', `This is the id of a ${typename}; it must be the id of a session.`);
    return { location, ...read(parts) } as SessionKey;
  } catch (error) {
    throw error instanceof GatewayError ? refusal(error.code, error.message) : error;
  }
}

/** What AWS could never have named is not its client's bad input but no id of ours: nobody types a key. */
export function refuseSessionId<Outcome>(outcome: Outcome): Outcome | Refusal {
  const isInput = outcome instanceof GatewayError && outcome.code === 'BAD_USER_INPUT';
  return isInput ? refusal('INVALID_ID', invalidId().message) : outcome;
}

function refusal(code: string, message: string): Refusal {
  return new Refusal([{ code, message, field: ['input', 'id'] }]);
}
