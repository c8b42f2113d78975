import { GatewayError } from '../../errors/gateway-error.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import type { Context } from '../builder/context.ts';

/** @throws GatewayError SERVICE_DISABLED if the operator has switched live sessions off */
export function requireLive({ live }: Pick<Context, 'live'>): Live {
  if (live) return live;
  throw new GatewayError('SERVICE_DISABLED', 'Live sessions are switched off by GATEWAY_LIVE.');
}
