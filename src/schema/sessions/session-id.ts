import { GatewayError } from '../../errors/gateway-error.ts';
import { MutationError } from '../../services/mutation-error.ts';
import { providerOfType, type SessionKey } from '../../sessions/providers.ts';
import { invalidId } from '../ids/node-id.ts';
import { parseNodeId } from '../relay/node.ts';

/** Parses the id of a session. @throws MutationError INVALID_ID, or NOT_SUPPORTED for the id of another type */
export function parseSessionId(id: string): SessionKey {
  try {
    const { typename, location, parts } = parseNodeId(id);
    const provider = location && providerOfType(typename);
    if (!provider) throw idError('NOT_SUPPORTED', `This is the id of a ${typename}; it must be the id of a session.`);
    return { location, service: provider.service, key: provider.parseKey(parts) } as SessionKey;
  } catch (error) {
    throw error instanceof GatewayError ? idError(error.code, error.message) : error;
  }
}

/** Ids are opaque, so a key that violates AWS's naming rules is a forged id: INVALID_ID, not BAD_USER_INPUT. */
export function rejectSessionId<Outcome>(outcome: Outcome): Outcome | MutationError {
  const isInput = outcome instanceof GatewayError && outcome.code === 'BAD_USER_INPUT';
  return isInput ? idError('INVALID_ID', invalidId().message) : outcome;
}

function idError(code: string, message: string): MutationError {
  return new MutationError([{ code, message, field: ['input', 'id'] }]);
}
