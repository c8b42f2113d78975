import type { AppStreamClientConfig } from '@aws-sdk/client-appstream';
import type { Log } from '../../log/log.ts';
import type { ServiceConnection } from '../aws-service.ts';
import { appStreamApi, appStreamClient } from './api.ts';
import { type AppStream, appStream } from './appstream.ts';
import { AUTHENTICATION_TYPES, type AwsAuthenticationType } from './model.ts';

declare module '../aws-service.ts' {
  interface LocationServices {
    readonly appstream: AppStream;
  }
}

/** Configuration of AppStream. */
interface AppStreamOptions {
  /** Authentication types in use: sessions of the others are not listed. All by default. */
  readonly authenticationTypes?: readonly AwsAuthenticationType[];
}

/** Creates the AppStream client of one location. Only this module imports the SDK client, so that it can be loaded on demand. */
export function connectAppStream(config: AppStreamClientConfig, log: Log | undefined): ServiceConnection {
  const client = appStreamClient(config, log);
  return {
    forRequest({ aws, location, request, options }) {
      const { authenticationTypes = AUTHENTICATION_TYPES } = options as AppStreamOptions;
      return appStream(appStreamApi(client, aws), location, request, authenticationTypes);
    },
    close: () => client.destroy(),
  };
}
