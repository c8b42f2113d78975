import type * as values from '../../services/appstream/enums.ts';
import { awsEnum } from '../builder/aws-enum.ts';

export const StackStorageConnectorTypeRef = awsEnum<values.StorageConnectorType>('StackStorageConnectorType', {
  description: 'Kind of storage for the files of the users of a stack.',
  meanings: {
    HOMEFOLDERS: 'Home folders in an S3 bucket of the account.',
    GOOGLE_DRIVE: 'Google Drive.',
    ONE_DRIVE: 'OneDrive.',
  },
});

export const StackUserSettingActionRef = awsEnum<values.Action>('StackUserSettingAction', {
  description: 'Action that a stack allows or denies its users. AWS `Action`.',
  meanings: {
    AUTO_TIME_ZONE_REDIRECTION: 'Use the time zone of the user in the session.',
    CLIPBOARD_COPY_FROM_LOCAL_DEVICE: 'Copy text from the device of the user to the session.',
    CLIPBOARD_COPY_TO_LOCAL_DEVICE: 'Copy text from the session to the device of the user.',
    DOMAIN_PASSWORD_SIGNIN: 'Sign in to Active Directory by password.',
    DOMAIN_SMART_CARD_SIGNIN: 'Sign in to Active Directory by smart card.',
    FILE_DOWNLOAD: 'Download files from the session.',
    FILE_UPLOAD: 'Upload files to the session.',
    PRINTING_TO_LOCAL_DEVICE: 'Print on a printer of the device of the user.',
  },
});

export const StackUserSettingPermissionRef = awsEnum<values.Permission>('StackUserSettingPermission', {
  description: 'Permission for an action.',
  meanings: { ENABLED: 'The action is allowed.', DISABLED: 'The action is denied.' },
});

export const StackAccessEndpointTypeRef = awsEnum<values.AccessEndpointType>('StackAccessEndpointType', {
  description: 'Kind of traffic of an interface VPC endpoint.',
  meanings: { STREAMING: 'Streaming traffic of sessions.' },
});

export const StackPreferredProtocolRef = awsEnum<values.PreferredProtocol>('StackPreferredProtocol', {
  description: 'Transport protocol that streaming tries first.',
  meanings: { TCP: 'TCP.', UDP: 'UDP: smoother on poor networks. The Windows client only.' },
});

export const StackAgentActionRef = awsEnum<values.AgentAction>('StackAgentAction', {
  description: 'Action that a stack allows or denies AI agents in a session.',
  meanings: {
    COMPUTER_INPUT: 'Use mouse and keyboard. Needs `COMPUTER_VISION`.',
    COMPUTER_VISION: 'See the screen.',
    FORWARD_MCP_TOOLS: 'Use forwarded MCP tools.',
  },
});

export const StackAgentScreenResolutionRef = awsEnum<values.ScreenResolution>('StackAgentScreenResolution', {
  description: 'Screen size for an AI agent. Pixels.',
  meanings: { W_1280xH_720: '1280 wide, 720 high.' },
});

export const StackAgentScreenImageFormatRef = awsEnum<values.ScreenImageFormat>('StackAgentScreenImageFormat', {
  description: 'Image format of the screenshots of an AI agent.',
  meanings: { JPEG: 'JPEG: smaller files.', PNG: 'PNG: lossless.' },
});

export const StackAgentUserControlModeRef = awsEnum<values.UserControlMode>('StackAgentUserControlMode', {
  description: 'Control of a user over a session that an AI agent uses.',
  meanings: {
    VIEW_ONLY: 'View the session.',
    VIEW_STOP: 'View the session and stop the agent.',
    DISABLED: 'No access to the session.',
  },
});
