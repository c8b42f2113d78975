import { type AwsConfig, CLIENT_DEFAULTS } from '../aws/config.ts';
import { createDoor, type Door } from '../aws/door.ts';
import { awsIdentity } from '../aws/identity.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { Scope } from '../aws/scope.ts';
import { GatewayError } from '../errors.ts';
import { appStreamApi, appStreamClient } from './appstream/api.ts';
import { type AppStream, appStream } from './appstream/appstream.ts';
import { ssmApi, ssmClient } from './ssm/api.ts';
import { type Ssm, ssm } from './ssm/ssm.ts';
import { workspacesApi, workspacesClient } from './workspaces/api.ts';
import { type Workspaces, workspaces } from './workspaces/workspaces.ts';

/** The services of one scope, on behalf of one request. */
export interface ScopedServices {
  readonly scope: Scope;
  readonly appstream: AppStream;
  readonly ssm: Ssm;
  readonly workspaces: Workspaces;
}

/** Which account and region a client asks about; absent: whichever there is. */
export interface ScopeSelection {
  readonly accountId?: string | null;
  readonly region?: string | null;
}

/** What one GraphQL request may ask of AWS: its own loaders, deadline and tally over clients that all share. */
export interface RequestServices {
  /** @throws GatewayError BAD_USER_INPUT for a scope that this gateway does not read, UPSTREAM_* where AWS does not say who we are. */
  select(selection: ScopeSelection): Promise<ScopedServices>;
  /** The services of a scope that an id names; null where this gateway does not read it. */
  find(scope: Scope): Promise<ScopedServices | null>;
  /** The services that a thing came from. */
  of(thing: { readonly scope: Scope }): ScopedServices;
}

/** The three services, for the life of the process: one client each, so that sockets and credentials are reused. */
export interface Services {
  /** The region that is read; rejects where neither the environment nor the profile names one. */
  region(): Promise<string>;
  /** Resolves once AWS has said who we are; rejects with a GatewayError, and may be called again. */
  ready(): Promise<Scope>;
  forRequest(request: RequestCalls): RequestServices;
  close(): void;
}

export function createServices(config: AwsConfig, door: Door = createDoor()): Services {
  const identity = awsIdentity(config);
  const clientConfig = { ...CLIENT_DEFAULTS, ...config, credentials: identity.credentials };
  const clients = {
    appstream: appStreamClient(clientConfig),
    ssm: ssmClient(clientConfig),
    workspaces: workspacesClient(clientConfig),
  };

  function scoped(scope: Scope, request: RequestCalls): ScopedServices {
    const to = (service: string) => door.for(service, scope, request);
    return {
      scope,
      appstream: appStream(appStreamApi(clients.appstream, to('appstream')), scope, request),
      ssm: ssm(ssmApi(clients.ssm, to('ssm')), scope, request),
      workspaces: workspaces(workspacesApi(clients.workspaces, to('workspaces')), scope, request),
    };
  }

  return {
    region: () => identity.region(),
    ready: () => identity.scope(),
    forRequest(request) {
      const known = new Map<string, ScopedServices>();
      const own = () => identity.scope(request);
      const of = (scope: Scope) => {
        const key = `${scope.accountId}/${scope.region}`;
        const services = known.get(key) ?? scoped(scope, request);
        known.set(key, services);
        return services;
      };
      return {
        of: (thing) => of(thing.scope),
        async select(selection) {
          const scope = await own();
          if (matches(scope, selection)) return of(scope);
          throw new GatewayError('BAD_USER_INPUT', `This gateway reads ${describe(scope)} only.`);
        },
        async find(wanted) {
          const scope = await own();
          return matches(scope, wanted) ? of(scope) : null;
        },
      };
    },
    close() {
      identity.close();
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

function matches(scope: Scope, { accountId, region }: ScopeSelection): boolean {
  return (accountId ?? scope.accountId) === scope.accountId && (region ?? scope.region) === scope.region;
}

function describe({ accountId, region }: Scope): string {
  return `account ${accountId}, region ${region}`;
}
