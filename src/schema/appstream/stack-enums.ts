import * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../aws-enum.ts';

export const StorageConnectorTypeRef = awsEnum('StorageConnectorType', values.StorageConnectorType, {
  description: 'Where users of a stack keep their files.',
  meanings: {
    HOMEFOLDERS: 'In home folders, in a bucket of the account.',
    GOOGLE_DRIVE: 'In Google Drive.',
    ONE_DRIVE: 'In OneDrive.',
  },
});

export const UserSettingActionRef = awsEnum('UserSettingAction', values.Action, {
  description: 'What users of a stack may or may not do. AWS `Action`.',
});

export const PermissionRef = awsEnum('Permission', values.Permission, {
  description: 'Whether something is allowed.',
  meanings: { ENABLED: 'It is.', DISABLED: 'It is not.' },
});

export const AccessEndpointTypeRef = awsEnum('AccessEndpointType', values.AccessEndpointType, {
  description: 'What an interface endpoint carries.',
  meanings: { STREAMING: 'The streaming of sessions.' },
});

export const PreferredProtocolRef = awsEnum('PreferredProtocol', values.PreferredProtocol, {
  description: 'The transport that streaming tries first.',
  meanings: { TCP: 'TCP.', UDP: 'UDP: smoother on poor networks.' },
});

export const AgentActionRef = awsEnum('AgentAction', values.AgentAction, {
  description: 'What an AI agent may or may not do in a session.',
});

export const ScreenResolutionRef = awsEnum('ScreenResolution', values.ScreenResolution, {
  description: 'The size of the screen that an AI agent sees. Pixels.',
});

export const ScreenImageFormatRef = awsEnum('ScreenImageFormat', values.ScreenImageFormat, {
  description: 'The format of the screenshots that an AI agent takes.',
});

export const UserControlModeRef = awsEnum('UserControlMode', values.UserControlMode, {
  description: 'What a person may do while an AI agent uses the session.',
  meanings: { VIEW_ONLY: 'Watch.', VIEW_STOP: 'Watch, and stop the agent.', DISABLED: 'Nothing.' },
});
