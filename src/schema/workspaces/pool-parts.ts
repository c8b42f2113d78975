import type {
  ApplicationSettingsResponse,
  CapacityStatus,
  TimeoutSettings,
  WorkspacesPoolError,
} from '../../services/workspaces/model.ts';
import { builder } from '../builder.ts';
import { PoolApplicationSettingsStatusRef } from './enums.ts';

export const CapacityStatusRef = builder.objectRef<CapacityStatus>('PoolCapacityStatus').implement({
  description: 'How many user sessions a pool has room for, and has. AWS `CapacityStatus`.',
  fields: (t) => ({
    availableUserSessions: t.exposeInt('AvailableUserSessions', { description: 'Those that are free.' }),
    desiredUserSessions: t.exposeInt('DesiredUserSessions', {
      description: 'Those that there are or will be: running and pending.',
    }),
    actualUserSessions: t.exposeInt('ActualUserSessions', { description: 'Those that there are: free and taken.' }),
    activeUserSessions: t.exposeInt('ActiveUserSessions', { description: 'Those that are taken.' }),
  }),
});

export const PoolErrorRef = builder.objectRef<WorkspacesPoolError>('PoolError').implement({
  description: 'What is wrong with a pool. AWS `WorkspacesPoolError`.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', { description: "AWS's code: `BUNDLE_NOT_FOUND` and some forty others." }),
    errorMessage: t.exposeString('ErrorMessage', { description: "AWS's words." }),
  }),
});

export const PoolApplicationSettingsRef = builder
  .objectRef<ApplicationSettingsResponse>('PoolApplicationSettings')
  .implement({
    description: 'Whether the settings of applications outlive a session. WorkSpaces `ApplicationSettingsResponse`.',
    fields: (t) => ({
      status: t.expose('Status', { type: PoolApplicationSettingsStatusRef, description: 'Whether they do.' }),
      settingsGroup: t.exposeString('SettingsGroup', { description: 'Pools of one group share the settings.' }),
      s3BucketName: t.exposeString('S3BucketName', { description: 'The bucket they are kept in.' }),
    }),
  });

export const PoolTimeoutSettingsRef = builder.objectRef<TimeoutSettings>('PoolTimeoutSettings').implement({
  description: 'How long the sessions of a pool last.',
  fields: (t) => ({
    disconnectTimeoutInSeconds: t.exposeInt('DisconnectTimeoutInSeconds', {
      description: 'How long a session outlives its disconnected user. Seconds, 60 to 36000.',
    }),
    idleDisconnectTimeoutInSeconds: t.exposeInt('IdleDisconnectTimeoutInSeconds', {
      description: 'After how long without input a user is disconnected. Seconds, up to 36000; 0 is never.',
    }),
    maxUserDurationInSeconds: t.exposeInt('MaxUserDurationInSeconds', {
      description: 'How long one session may last. Seconds, 600 to 432000.',
    }),
  }),
});
