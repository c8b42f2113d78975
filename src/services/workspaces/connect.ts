import { connectService } from '../connect-service.ts';
import { workspacesApi, workspacesClient } from './api.ts';
import { LISTINGS } from './listings.ts';
import { type Workspaces, workspaces } from './workspaces.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly workspaces: Workspaces;
  }
}

/** Creates the WorkSpaces client of one location. */
export const connectWorkspaces = connectService({
  endpoint: 'workspaces',
  listings: LISTINGS,
  createClient: workspacesClient,
  createApi: workspacesApi,
  createService: workspaces,
});
