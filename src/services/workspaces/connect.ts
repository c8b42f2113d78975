import type { WorkSpacesClientConfig } from '@aws-sdk/client-workspaces';
import type { Log } from '../../log/log.ts';
import type { ServiceConnection } from '../aws-service.ts';
import { workspacesApi, workspacesClient } from './api.ts';
import { type Workspaces, workspaces } from './workspaces.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly workspaces: Workspaces;
  }
}

/** Creates the WorkSpaces client of one location. Only this module imports the SDK client, so that it can be loaded on demand. */
export function connectWorkspaces(config: WorkSpacesClientConfig, log: Log | undefined): ServiceConnection {
  const client = workspacesClient(config, log);
  return {
    forRequest: ({ aws, location, request }) => workspaces(workspacesApi(client, aws), location, request),
    close: () => client.destroy(),
  };
}
