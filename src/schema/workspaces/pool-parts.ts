import type {
  ApplicationSettingsResponse,
  CapacityStatus,
  TimeoutSettings,
  WorkspacesPoolError,
} from '../../services/workspaces/model.ts';
import { builder } from '../builder/builder.ts';
import { PoolApplicationSettingsStatusRef } from './enums.ts';

export const CapacityStatusRef = builder.objectRef<CapacityStatus>('PoolCapacityStatus').implement({
  description: 'Number of user sessions of a pool. AWS `CapacityStatus`.',
  fields: (t) => ({
    availableUserSessions: t.exposeInt('AvailableUserSessions', { description: 'Available user sessions.' }),
    desiredUserSessions: t.exposeInt('DesiredUserSessions', {
      description: 'Desired user sessions: running and pending.',
    }),
    actualUserSessions: t.exposeInt('ActualUserSessions', {
      description: 'Actual user sessions: available and active.',
    }),
    activeUserSessions: t.exposeInt('ActiveUserSessions', { description: 'Active user sessions.' }),
  }),
});

export const PoolErrorRef = builder.objectRef<WorkspacesPoolError>('PoolError').implement({
  description: 'Error of a pool. AWS `WorkspacesPoolError`.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', {
      description: 'Error code of AWS: `BUNDLE_NOT_FOUND` and some forty others.',
    }),
    errorMessage: t.exposeString('ErrorMessage', { description: 'Error message of AWS.' }),
  }),
});

export const PoolApplicationSettingsRef = builder
  .objectRef<ApplicationSettingsResponse>('PoolApplicationSettings')
  .implement({
    description: 'Persistence of application settings between sessions. WorkSpaces `ApplicationSettingsResponse`.',
    fields: (t) => ({
      status: t.expose('Status', { type: PoolApplicationSettingsStatusRef, description: 'Status of the persistence.' }),
      settingsGroup: t.exposeString('SettingsGroup', {
        description: 'Settings group: its pools share application settings.',
      }),
      s3BucketName: t.exposeString('S3BucketName', { description: 'S3 bucket of the settings.' }),
    }),
  });

export const PoolTimeoutSettingsRef = builder.objectRef<TimeoutSettings>('PoolTimeoutSettings').implement({
  description: 'Timeouts of the sessions of a pool.',
  fields: (t) => ({
    disconnectTimeoutInSeconds: t.exposeInt('DisconnectTimeoutInSeconds', {
      description: 'Time after a disconnect until the session ends. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.exposeInt('IdleDisconnectTimeoutInSeconds', {
      description: 'Idle time until a user is disconnected. Seconds, up to 36000; 0 disables it.',
    }),
    maxUserDurationInSeconds: t.exposeInt('MaxUserDurationInSeconds', {
      description: 'Longest duration of a session. Seconds, 600 to 432000.',
    }),
  }),
});
