import { GatewayError } from '../../errors/gateway-error.ts';
import { Refusal } from '../../services/refusal.ts';
import { providerOfType, type SessionKey } from '../../sessions/providers.ts';
import { invalidId } from '../ids/node-id.ts';
import { parseNodeId } from '../relay/node.ts';

/** Parses the id of a session. @throws Refusal INVALID_ID, or NOT_SUPPORTED for the id of another type */
export function parseSessionId(id: string): SessionKey {
  try {
    const { typename, location, parts } = parseNodeId(id);
    const provider = location && providerOfType(typename);
    if (!provider) throw refusal('NOT_SUPPORTED', `This is the id of a ${typename}; it must be the id of a session.`);
    return { location, service: provider.service, key: provider.parseKey(parts) } as SessionKey;
  } catch (error) {
    throw error instanceof GatewayError ? refusal(error.code, error.message) : error;
  }
}

/** Ids are opaque, so a key that violates AWS's naming rules is a forged id: INVALID_ID, not BAD_USER_INPUT. */
export function refuseSessionId<Outcome>(outcome: Outcome): Outcome | Refusal {
  const isInput = outcome instanceof GatewayError && outcome.code === 'BAD_USER_INPUT';
  return isInput ? refusal('INVALID_ID', invalidId().message) : outcome;
}

function refusal(code: string, message: string): Refusal {
  return new Refusal([{ code, message, field: ['input', 'id'] }]);
}
