import type {
  AccessEndpoint,
  AgentAccessConfig,
  AgentAccessSetting,
  ApplicationSettingsResponse,
  ContentRedirection,
  StackError,
  StorageConnector,
  StreamingExperienceSettings,
  UrlRedirectionConfig,
  UserSetting,
} from '../../services/appstream/model.ts';
import { builder } from '../builder/builder.ts';
import {
  StackAccessEndpointTypeRef,
  StackAgentActionRef,
  StackAgentScreenImageFormatRef,
  StackAgentScreenResolutionRef,
  StackAgentUserControlModeRef,
  StackPreferredProtocolRef,
  StackStorageConnectorTypeRef,
  StackUserSettingActionRef,
  StackUserSettingPermissionRef,
} from './stack-enums.ts';

export const StackStorageConnectorRef = builder.objectRef<StorageConnector>('StackStorageConnector').implement({
  description: 'Storage for the files of the users of a stack.',
  fields: (t) => ({
    connectorType: t.expose('ConnectorType', {
      type: StackStorageConnectorTypeRef,
      description: 'Kind of storage.',
    }),
    resourceIdentifier: t.exposeString('ResourceIdentifier', { description: 'ARN of the storage.' }),
    domains: t.exposeStringList('Domains', { description: 'Domains of the accounts that users may connect.' }),
    domainsRequireAdminConsent: t.exposeStringList('DomainsRequireAdminConsent', {
      description: 'OneDrive domains that require the consent of an administrator.',
    }),
  }),
});

export const StackErrorRef = builder.objectRef<StackError>('StackError').implement({
  description: 'Error of a stack.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', { description: 'Error code of AWS: `STORAGE_CONNECTOR_ERROR` and others.' }),
    errorMessage: t.exposeString('ErrorMessage', { description: 'Error message of AWS.' }),
  }),
});

export const StackUserSettingRef = builder.objectRef<UserSetting>('StackUserSetting').implement({
  description: 'Action that a stack allows or denies its users.',
  fields: (t) => ({
    action: t.expose('Action', { type: StackUserSettingActionRef, description: 'Action.' }),
    permission: t.expose('Permission', {
      type: StackUserSettingPermissionRef,
      description: 'Permission for the action.',
    }),
    maximumLength: t.exposeInt('MaximumLength', {
      description: 'Largest text that can be copied at once. Characters, 1 to 20971520; clipboard actions only.',
    }),
  }),
});

export const StackApplicationSettingsRef = builder
  .objectRef<ApplicationSettingsResponse>('StackApplicationSettings')
  .implement({
    description: 'Persistence of application settings between sessions. AppStream `ApplicationSettingsResponse`.',
    fields: (t) => ({
      enabled: t.exposeBoolean('Enabled', { description: 'True if application settings persist.' }),
      settingsGroup: t.exposeString('SettingsGroup', {
        description: 'Settings group: its stacks share application settings.',
      }),
      s3BucketName: t.exposeString('S3BucketName', { description: 'S3 bucket of the settings.' }),
    }),
  });

export const StackAccessEndpointRef = builder.objectRef<AccessEndpoint>('StackAccessEndpoint').implement({
  description: 'Interface VPC endpoint through which users reach a stack.',
  fields: (t) => ({
    endpointType: t.expose('EndpointType', { type: StackAccessEndpointTypeRef, description: 'Kind of traffic.' }),
    vpceId: t.exposeString('VpceId', { description: 'Id of the endpoint: `vpce-…`.' }),
  }),
});

export const StackStreamingExperienceSettingsRef = builder
  .objectRef<StreamingExperienceSettings>('StackStreamingExperienceSettings')
  .implement({
    description: 'Streaming settings of a stack.',
    fields: (t) => ({
      preferredProtocol: t.expose('PreferredProtocol', {
        type: StackPreferredProtocolRef,
        description: 'Transport protocol that is tried first.',
      }),
    }),
  });

const StackUrlRedirectionConfigRef = builder.objectRef<UrlRedirectionConfig>('StackUrlRedirectionConfig').implement({
  description: "URLs that open in the user's own browser.",
  fields: (t) => ({
    enabled: t.exposeBoolean('Enabled', { description: 'True if redirection is enabled.' }),
    allowedUrls: t.exposeStringList('AllowedUrls', { description: 'URL patterns to redirect; `*` is all.' }),
    deniedUrls: t.exposeStringList('DeniedUrls', {
      description: 'URL patterns never to redirect; takes precedence over `allowedUrls`.',
    }),
  }),
});

export const StackContentRedirectionRef = builder.objectRef<ContentRedirection>('StackContentRedirection').implement({
  description: "Redirection of content from a session to the user's device.",
  fields: (t) => ({
    hostToClient: t.expose('HostToClient', {
      type: StackUrlRedirectionConfigRef,
      description: "URLs that the session opens in the user's own browser.",
    }),
  }),
});

const StackAgentAccessSettingRef = builder.objectRef<AgentAccessSetting>('StackAgentAccessSetting').implement({
  description: 'Action that a stack allows or denies AI agents in a session.',
  fields: (t) => ({
    agentAction: t.expose('AgentAction', { type: StackAgentActionRef, description: 'Action.' }),
    permission: t.expose('Permission', {
      type: StackUserSettingPermissionRef,
      description: 'Permission for the action.',
    }),
  }),
});

export const StackAgentAccessConfigRef = builder.objectRef<AgentAccessConfig>('StackAgentAccessConfig').implement({
  description: 'Configuration of AI agents in the sessions of a stack.',
  fields: (t) => ({
    settings: t.expose('Settings', {
      type: [StackAgentAccessSettingRef],
      description: 'Actions with their permissions.',
    }),
    s3BucketArn: t.exposeString('S3BucketArn', { description: 'ARN of the S3 bucket for screenshots.' }),
    screenshotsUploadEnabled: t.exposeBoolean('ScreenshotsUploadEnabled', {
      description: 'True if screenshots are stored.',
    }),
    screenResolution: t.expose('ScreenResolution', {
      type: StackAgentScreenResolutionRef,
      description: 'Screen size for agents.',
    }),
    screenImageFormat: t.expose('ScreenImageFormat', {
      type: StackAgentScreenImageFormatRef,
      description: 'Image format of screenshots.',
    }),
    userControlMode: t.expose('UserControlMode', {
      type: StackAgentUserControlModeRef,
      description: 'Control of a user during agent use.',
    }),
  }),
});
