import { connectService } from '../connect-service.ts';
import { personalWorkspacesApi, personalWorkspacesClient } from './api.ts';
import { LISTINGS } from './listings.ts';
import { type PersonalWorkspaces, personalWorkspaces } from './workspaces-personal.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly personalWorkspaces: PersonalWorkspaces;
  }
}

/** Creates the WorkSpaces client of one location. */
export const connectPersonalWorkspaces = connectService({
  endpoint: 'workspaces',
  listings: LISTINGS,
  createClient: personalWorkspacesClient,
  createApi: personalWorkspacesApi,
  createService: personalWorkspaces,
});
