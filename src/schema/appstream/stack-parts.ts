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
import { builder } from '../builder.ts';
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
  description: 'Where users of a stack keep their files.',
  fields: (t) => ({
    connectorType: t.expose('ConnectorType', {
      type: StackStorageConnectorTypeRef,
      description: 'The kind of storage.',
    }),
    resourceIdentifier: t.exposeString('ResourceIdentifier', { description: 'The ARN of the storage.' }),
    domains: t.exposeStringList('Domains', { description: 'The domains of the accounts that may be used.' }),
    domainsRequireAdminConsent: t.exposeStringList('DomainsRequireAdminConsent', {
      description: 'The OneDrive domains whose users need an administrator to consent.',
    }),
  }),
});

export const StackErrorRef = builder.objectRef<StackError>('StackError').implement({
  description: 'What is wrong with a stack.',
  fields: (t) => ({
    errorCode: t.exposeString('ErrorCode', { description: "AWS's code: `STORAGE_CONNECTOR_ERROR` and others." }),
    errorMessage: t.exposeString('ErrorMessage', { description: "AWS's words." }),
  }),
});

export const StackUserSettingRef = builder.objectRef<UserSetting>('StackUserSetting').implement({
  description: 'Something that users of a stack may or may not do.',
  fields: (t) => ({
    action: t.expose('Action', { type: StackUserSettingActionRef, description: 'What.' }),
    permission: t.expose('Permission', { type: StackUserSettingPermissionRef, description: 'Whether they may.' }),
    maximumLength: t.exposeInt('MaximumLength', {
      description: 'How much may be copied at once. Characters, 1 to 20971520; clipboard actions only.',
    }),
  }),
});

export const StackApplicationSettingsRef = builder
  .objectRef<ApplicationSettingsResponse>('StackApplicationSettings')
  .implement({
    description: 'Whether the settings of applications outlive a session. AppStream `ApplicationSettingsResponse`.',
    fields: (t) => ({
      enabled: t.exposeBoolean('Enabled', { description: 'Whether they do.' }),
      settingsGroup: t.exposeString('SettingsGroup', { description: 'Stacks of one group share the settings.' }),
      s3BucketName: t.exposeString('S3BucketName', { description: 'The bucket they are kept in.' }),
    }),
  });

export const StackAccessEndpointRef = builder.objectRef<AccessEndpoint>('StackAccessEndpoint').implement({
  description: 'An interface VPC endpoint through which users reach a stack.',
  fields: (t) => ({
    endpointType: t.expose('EndpointType', { type: StackAccessEndpointTypeRef, description: 'What it carries.' }),
    vpceId: t.exposeString('VpceId', { description: 'Its id: `vpce-…`.' }),
  }),
});

export const StackStreamingExperienceSettingsRef = builder
  .objectRef<StreamingExperienceSettings>('StackStreamingExperienceSettings')
  .implement({
    description: 'How a stack streams.',
    fields: (t) => ({
      preferredProtocol: t.expose('PreferredProtocol', {
        type: StackPreferredProtocolRef,
        description: 'The transport that is tried first.',
      }),
    }),
  });

const StackUrlRedirectionConfigRef = builder.objectRef<UrlRedirectionConfig>('StackUrlRedirectionConfig').implement({
  description: "Which addresses open in the user's own browser.",
  fields: (t) => ({
    enabled: t.exposeBoolean('Enabled', { description: 'Whether any do.' }),
    allowedUrls: t.exposeStringList('AllowedUrls', { description: 'Patterns of addresses that do; `*` is all.' }),
    deniedUrls: t.exposeStringList('DeniedUrls', {
      description: 'Patterns of addresses that do not, whatever the others say.',
    }),
  }),
});

export const StackContentRedirectionRef = builder.objectRef<ContentRedirection>('StackContentRedirection').implement({
  description: "What of a session opens on the user's own device.",
  fields: (t) => ({
    hostToClient: t.expose('HostToClient', {
      type: StackUrlRedirectionConfigRef,
      description: "Which addresses that are opened in the session go to the user's own browser.",
    }),
  }),
});

const StackAgentAccessSettingRef = builder.objectRef<AgentAccessSetting>('StackAgentAccessSetting').implement({
  description: 'Something that an AI agent may or may not do in a session.',
  fields: (t) => ({
    agentAction: t.expose('AgentAction', { type: StackAgentActionRef, description: 'What.' }),
    permission: t.expose('Permission', { type: StackUserSettingPermissionRef, description: 'Whether it may.' }),
  }),
});

export const StackAgentAccessConfigRef = builder.objectRef<AgentAccessConfig>('StackAgentAccessConfig').implement({
  description: 'How AI agents use the sessions of a stack.',
  fields: (t) => ({
    settings: t.expose('Settings', { type: [StackAgentAccessSettingRef], description: 'What they may do.' }),
    s3BucketArn: t.exposeString('S3BucketArn', { description: 'The bucket that their screenshots go to.' }),
    screenshotsUploadEnabled: t.exposeBoolean('ScreenshotsUploadEnabled', {
      description: 'Whether their screenshots are kept.',
    }),
    screenResolution: t.expose('ScreenResolution', {
      type: StackAgentScreenResolutionRef,
      description: 'The screen they see.',
    }),
    screenImageFormat: t.expose('ScreenImageFormat', {
      type: StackAgentScreenImageFormatRef,
      description: 'The format of their screenshots.',
    }),
    userControlMode: t.expose('UserControlMode', {
      type: StackAgentUserControlModeRef,
      description: 'What a person may do meanwhile.',
    }),
  }),
});
