import type { Door } from '../aws/door.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { Scope } from '../aws/scope.ts';
import { appStreamApi } from './appstream/api.ts';
import { type AppStream, appStream } from './appstream/appstream.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from './appstream/model.ts';
import type { Clients } from './clients.ts';
import { ssmApi } from './ssm/api.ts';
import { type Ssm, ssm } from './ssm/ssm.ts';
import { workspacesApi } from './workspaces/api.ts';
import { type Workspaces, workspaces } from './workspaces/workspaces.ts';

/** The services of one scope, on behalf of one request. */
export interface ScopedServices {
  readonly scope: Scope;
  readonly appstream: AppStream;
  readonly ssm: Ssm;
  readonly workspaces: Workspaces;
}

/** What is configured of the services. */
export interface ServiceOptions {
  /** How AppStream's users come in; sessions of other types are not looked for. */
  readonly authenticationTypes: readonly AwsAuthenticationType[];
}

export const DEFAULT_OPTIONS: ServiceOptions = { authenticationTypes: AUTHENTICATION_TYPES };

/** Each service is made when first needed: a request that lists pools in ten regions has no use for ten of SSM. */
export function scopedServices(
  clients: Clients,
  scope: Scope,
  door: Door,
  request: RequestCalls,
  { authenticationTypes }: ServiceOptions,
): ScopedServices {
  const made: { -readonly [Service in keyof ScopedServices]?: ScopedServices[Service] } = {};
  const to = (service: string) => door.for(service, scope, request);
  return {
    scope,
    get appstream() {
      made.appstream ??= appStream(
        appStreamApi(clients.appstream, to('appstream')),
        scope,
        request,
        authenticationTypes,
      );
      return made.appstream;
    },
    get ssm() {
      made.ssm ??= ssm(ssmApi(clients.ssm, to('ssm')), scope, request);
      return made.ssm;
    },
    get workspaces() {
      made.workspaces ??= workspaces(workspacesApi(clients.workspaces, to('workspaces')), scope, request);
      return made.workspaces;
    },
  };
}
