import type * as values from '../../services/workspaces/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

export const PoolStateRef = awsEnum<values.WorkspacesPoolState>('PoolState', {
  description: 'State of a pool. AWS `WorkspacesPoolState`.',
  meanings: {
    CREATING: 'The pool is being created.',
    DELETING: 'The pool is being deleted.',
    RUNNING: 'The pool takes sessions.',
    STARTING: 'The pool is starting.',
    STOPPED: 'The pool takes no sessions.',
    STOPPING: 'The pool is stopping.',
    UPDATING: 'The pool is being updated.',
  },
});

export const PoolRunningModeRef = awsEnum<values.PoolsRunningMode>('PoolRunningMode', {
  description: 'Running mode of the desktops of a pool. AWS `PoolsRunningMode`.',
  meanings: { AUTO_STOP: 'Desktops stop when they are not used.', ALWAYS_ON: 'Desktops always run.' },
});

export const PoolApplicationSettingsStatusRef = awsEnum<values.ApplicationSettingsStatusEnum>(
  'PoolApplicationSettingsStatus',
  {
    description: 'Persistence of application settings between sessions.',
    meanings: { ENABLED: 'Application settings persist.', DISABLED: 'Application settings do not persist.' },
  },
);
