import type { AwsLocation } from '../aws/location.ts';
import { appStreamProvider } from '../services/appstream/provider.ts';
import { ssmProvider } from '../services/ssm/provider.ts';
import { poolProvider } from '../services/workspaces/provider.ts';
import { personalProvider } from '../services/workspaces-personal/provider.ts';
import type { SessionProvider } from './provider.ts';

/** All session providers, in the order in which `sessions` lists them. The only list of services. */
export const PROVIDERS = [appStreamProvider, ssmProvider, poolProvider, personalProvider] as const;

type Provider = (typeof PROVIDERS)[number];
type TypesOf<Each> = Each extends SessionProvider<infer Types> ? Types : never;
type Types = TypesOf<Provider>;

export type SessionService = Types['service'];
export type ServiceTag = Types['tag'];
/** AWS shape of a session of any service. */
export type SessionModel = Types['model'];
/** Names of the conditions that concern one service alone. */
export type ProviderCondition = Types['condition'];

type KeyOf<Each> = Each extends { readonly service: infer Service; readonly key: infer Key }
  ? { readonly location: AwsLocation; readonly service: Service; readonly key: Key }
  : never;
/** Parsed id of a session: service, location and the service's key. */
export type SessionKey = KeyOf<Types>;

const ALL: readonly SessionProvider[] = PROVIDERS;

export const SESSION_SERVICES: readonly SessionService[] = PROVIDERS.map(({ service }) => service);

/** Conditions whose values name resources: see `SessionProvider.resource`. */
export const RESOURCE_CONDITIONS: ReadonlySet<ProviderCondition> = new Set(
  PROVIDERS.map(({ resource }) => resource).filter((resource) => resource !== null),
);

const byService = new Map(ALL.map((provider) => [provider.service, provider]));
const byType = new Map(ALL.map((provider) => [provider.sessionType, provider]));

export function providerOf(service: SessionService): SessionProvider {
  return byService.get(service) as SessionProvider;
}

/** Returns the provider of a GraphQL session type; undefined for any other type. */
export function providerOfType(typename: string): SessionProvider | undefined {
  return byType.get(typename);
}

/** Conditions that concern one service alone, each with that service. */
export const CONDITIONS = ALL.flatMap((provider) =>
  Object.entries(provider.conditions).map(([name, condition]) => ({
    ...condition,
    name: name as ProviderCondition,
    service: provider.service as SessionService,
  })),
);
