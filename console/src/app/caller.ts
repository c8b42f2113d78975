import { GatewayRequestError } from '../relay/request-error.ts';
import { authorization } from './token.ts';

/** Person that the console acts for, with their OAuth scopes. */
export interface Caller {
  /** Null without authentication. */
  readonly name: string | null;
  readonly scopes: ReadonlySet<string>;
}

/** @throws GatewayRequestError if the gateway does not accept the token, or does not answer */
export async function readCaller(): Promise<Caller> {
  const response = await fetch('/console/caller', { headers: authorization() }).catch(() => null);
  if (response?.status === 401) throw new GatewayRequestError('UNAUTHENTICATED', 'The gateway rejects the token.');
  if (!response?.ok) throw new GatewayRequestError('UNREACHABLE', 'The gateway does not answer.');
  const { name, scopes } = (await response.json()) as { name: string | null; scopes: string[] };
  return { name, scopes: new Set(scopes) };
}

/** OAuth scope of an action of the console. */
export type WriteScope = 'sessions:terminate' | 'fleets:write' | 'pools:write';

/** True if an action is offered. @param isOn false where the gateway changes nothing */
export function mayChange(scopes: ReadonlySet<string>, scope: WriteScope, isOn: boolean): boolean {
  return isOn && scopes.has(scope);
}
