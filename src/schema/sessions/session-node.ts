import type { AwsLocation } from '../../aws/location.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { ProviderTypes, SessionProvider } from '../../sessions/provider.ts';
import { providerOfType } from '../../sessions/providers.ts';
import { encodeId } from '../ids/node-id.ts';
import { loadNodesOf, nodeKey } from '../relay/node.ts';

/** Registers the sessions of a provider for `node`. */
export function loadSessionsOf(ref: { name: string }, provider: SessionProvider): void {
  loadNodesOf(ref, provider.keyLength, async (services, parts) => provider.find(services, provider.parseKey(parts)));
}

/** Returns the key function of a provider's sessions, for their `id`. */
export function sessionId<Types extends ProviderTypes>(provider: SessionProvider<Types>) {
  const toKey = (model: Types['model'] & { readonly location: AwsLocation }) =>
    nodeKey(model.location, ...provider.toKeyParts(model));
  return { resolve: toKey };
}

/** Returns the `id` of a session of any service. @throws Error for a type that no provider has */
export function nodeIdOf({ type, session }: AnySession): string {
  const provider = providerOfType(type);
  if (!provider) throw new Error(`No session provider has the type ${type}.`);
  return encodeId(type, nodeKey(session.location, ...provider.toKeyParts(session)));
}
