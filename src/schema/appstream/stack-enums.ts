import * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../aws-enum.ts';

export const StackStorageConnectorTypeRef = awsEnum('StackStorageConnectorType', values.StorageConnectorType, {
  description: 'Where users of a stack keep their files.',
  meanings: {
    HOMEFOLDERS: 'In home folders, in a bucket of the account.',
    GOOGLE_DRIVE: 'In Google Drive.',
    ONE_DRIVE: 'In OneDrive.',
  },
});

export const StackUserSettingActionRef = awsEnum('StackUserSettingAction', values.Action, {
  description: 'What users of a stack may or may not do. AWS `Action`.',
  meanings: {
    AUTO_TIME_ZONE_REDIRECTION: 'Have their own time zone in the session.',
    CLIPBOARD_COPY_FROM_LOCAL_DEVICE: 'Copy text from their device, paste it in the session.',
    CLIPBOARD_COPY_TO_LOCAL_DEVICE: 'Copy text in the session, paste it on their device.',
    DOMAIN_PASSWORD_SIGNIN: 'Sign in to Active Directory by password.',
    DOMAIN_SMART_CARD_SIGNIN: 'Sign in to Active Directory by smart card.',
    FILE_DOWNLOAD: 'Take files from the session to their device.',
    FILE_UPLOAD: 'Bring files from their device into the session.',
    PRINTING_TO_LOCAL_DEVICE: 'Print to a printer of their device.',
  },
});

export const StackUserSettingPermissionRef = awsEnum('StackUserSettingPermission', values.Permission, {
  description: 'Whether something is allowed.',
  meanings: { ENABLED: 'It is.', DISABLED: 'It is not.' },
});

export const StackAccessEndpointTypeRef = awsEnum('StackAccessEndpointType', values.AccessEndpointType, {
  description: 'What an interface endpoint carries.',
  meanings: { STREAMING: 'The streaming of sessions.' },
});

export const StackPreferredProtocolRef = awsEnum('StackPreferredProtocol', values.PreferredProtocol, {
  description: 'The transport that streaming tries first.',
  meanings: { TCP: 'TCP.', UDP: 'UDP: smoother on poor networks. The Windows client only.' },
});

export const StackAgentActionRef = awsEnum('StackAgentAction', values.AgentAction, {
  description: 'What an AI agent may or may not do in a session.',
  meanings: {
    COMPUTER_INPUT: 'Use mouse and keyboard. Needs `COMPUTER_VISION`.',
    COMPUTER_VISION: 'See the screen.',
    FORWARD_MCP_TOOLS: 'Use forwarded MCP tools.',
  },
});

export const StackAgentScreenResolutionRef = awsEnum('StackAgentScreenResolution', values.ScreenResolution, {
  description: 'The size of the screen that an AI agent sees. Pixels.',
  meanings: { W_1280xH_720: '1280 wide, 720 high.' },
});

export const StackAgentScreenImageFormatRef = awsEnum('StackAgentScreenImageFormat', values.ScreenImageFormat, {
  description: 'The format of the screenshots that an AI agent takes.',
  meanings: { JPEG: 'JPEG: small.', PNG: 'PNG: exact.' },
});

export const StackAgentUserControlModeRef = awsEnum('StackAgentUserControlMode', values.UserControlMode, {
  description: 'What a person may do while an AI agent uses the session.',
  meanings: { VIEW_ONLY: 'Watch.', VIEW_STOP: 'Watch, and stop the agent.', DISABLED: 'Nothing.' },
});
