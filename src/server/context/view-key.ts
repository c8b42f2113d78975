import type { Caller } from '../../schema/access/access.ts';
import type { RequestContext } from './request-context.ts';

const scopeKeys = new WeakMap<Caller, string>();

/** Returns what an answer depends on of its caller: OAuth scopes, and the user name where the caller is self-scoped. */
export function viewKey({
  caller,
  own,
  ownHistory,
}: Pick<RequestContext, 'caller' | 'own' | 'ownHistory'>): readonly unknown[] {
  const scopes = scopeKeys.get(caller) ?? [...caller.scopes].sort().join(' ');
  scopeKeys.set(caller, scopes);
  const isNamed = caller.scopes.has('sessions:read:own') || caller.scopes.has('history:read:own');
  return [scopes, isNamed ? (own ?? ownHistory)?.userName : undefined];
}
