import type { AwsLocation } from '../aws/location.ts';
import type { AwsPipeline } from '../aws/pipeline/pipeline.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import { appStreamApi } from './appstream/api.ts';
import { type AppStream, appStream } from './appstream/appstream.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from './appstream/model.ts';
import type { Clients } from './clients.ts';
import { ssmApi } from './ssm/api.ts';
import { type Ssm, ssm } from './ssm/ssm.ts';
import { workspacesApi } from './workspaces/api.ts';
import { type Workspaces, workspaces } from './workspaces/workspaces.ts';

/** The services of one location, on behalf of one request. */
export interface LocationServices {
  readonly location: AwsLocation;
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
export function locationServices(
  clients: Clients,
  location: AwsLocation,
  pipeline: AwsPipeline,
  request: RequestCalls,
  { authenticationTypes }: ServiceOptions,
): LocationServices {
  const made: { -readonly [Service in keyof LocationServices]?: LocationServices[Service] } = {};
  const to = (service: string) => pipeline.for(service, location, request);
  return {
    location,
    get appstream() {
      made.appstream ??= appStream(
        appStreamApi(clients.appstream, to('appstream')),
        location,
        request,
        authenticationTypes,
      );
      return made.appstream;
    },
    get ssm() {
      made.ssm ??= ssm(ssmApi(clients.ssm, to('ssm')), location, request);
      return made.ssm;
    },
    get workspaces() {
      made.workspaces ??= workspaces(workspacesApi(clients.workspaces, to('workspaces')), location, request);
      return made.workspaces;
    },
  };
}
