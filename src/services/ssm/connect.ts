import type { SSMClientConfig } from '@aws-sdk/client-ssm';
import type { Log } from '../../log/log.ts';
import type { ServiceConnection } from '../aws-service.ts';
import { ssmApi, ssmClient } from './api.ts';
import { type Ssm, ssm } from './ssm.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly ssm: Ssm;
  }
}

/** Creates the SSM client of one location. Only this module imports the SDK client, so that it can be loaded on demand. */
export function connectSsm(config: SSMClientConfig, log: Log | undefined): ServiceConnection {
  const client = ssmClient(config, log);
  return {
    forRequest: ({ aws, location, request }) => ssm(ssmApi(client, aws), location, request),
    close: () => client.destroy(),
  };
}
