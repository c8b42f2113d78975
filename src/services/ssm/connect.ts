import { connectService } from '../connect-service.ts';
import { ssmApi, ssmClient } from './api.ts';
import { LISTINGS } from './listings.ts';
import { type Ssm, ssm } from './ssm.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly ssm: Ssm;
  }
}

/** Creates the SSM client of one location. */
export const connectSsm = connectService({
  endpoint: 'ssm',
  listings: LISTINGS,
  createClient: ssmClient,
  createApi: ssmApi,
  createService: ssm,
});
