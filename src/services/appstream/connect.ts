import { connectService } from '../connect-service.ts';
import { appStreamApi, appStreamClient } from './api.ts';
import { type AppStream, appStream } from './appstream.ts';
import { LISTINGS } from './listings.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly appstream: AppStream;
  }
}

/** Creates the AppStream client of one location. */
export const connectAppStream = connectService({
  endpoint: 'appstream',
  listings: LISTINGS,
  createClient: appStreamClient,
  createApi: appStreamApi,
  createService: appStream,
});
