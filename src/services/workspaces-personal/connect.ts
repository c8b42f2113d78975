import type { WorkSpacesClientConfig } from '@aws-sdk/client-workspaces';
import type { Log } from '../../log/log.ts';
import type { ServiceConnection } from '../aws-service.ts';
import { personalWorkspacesApi, personalWorkspacesClient } from './api.ts';
import { type PersonalWorkspaces, personalWorkspaces } from './workspaces-personal.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly personalWorkspaces: PersonalWorkspaces;
  }
}

/** Creates the WorkSpaces client of one location. Only this module imports the SDK client, so that it can be loaded on demand. */
export function connectPersonalWorkspaces(config: WorkSpacesClientConfig, log: Log | undefined): ServiceConnection {
  const client = personalWorkspacesClient(config, log);
  return {
    forRequest: ({ aws, location, request }) =>
      personalWorkspaces(personalWorkspacesApi(client, aws), location, request),
    close: () => client.destroy(),
  };
}
