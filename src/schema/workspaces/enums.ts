import * as values from '../../services/workspaces/enums.ts';
import { awsEnum } from '../aws-enum.ts';

export const PoolStateRef = awsEnum('PoolState', values.WorkspacesPoolState, {
  description: 'Whether a pool takes sessions. AWS `WorkspacesPoolState`.',
  meanings: {
    CREATING: 'It is being made.',
    DELETING: 'It is being deleted.',
    RUNNING: 'It takes sessions.',
    STARTING: 'It is being started.',
    STOPPED: 'It takes no sessions.',
    STOPPING: 'It is being stopped.',
    UPDATING: 'It is being changed.',
  },
});

export const PoolRunningModeRef = awsEnum('PoolRunningMode', values.PoolsRunningMode, {
  description: 'When the desktops of a pool run. AWS `PoolsRunningMode`.',
  meanings: { AUTO_STOP: 'While they are used.', ALWAYS_ON: 'All the time.' },
});

export const PoolApplicationSettingsStatusRef = awsEnum(
  'PoolApplicationSettingsStatus',
  values.ApplicationSettingsStatusEnum,
  {
    description: 'Whether the settings of applications outlive a session.',
    meanings: { ENABLED: 'They do.', DISABLED: 'They do not.' },
  },
);
