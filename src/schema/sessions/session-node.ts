import type { AwsLocation } from '../../aws/location.ts';
import type { ProviderTypes, SessionProvider } from '../../sessions/provider.ts';
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
