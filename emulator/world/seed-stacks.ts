import type { Random } from './random.ts';
import type { AppStreamStack, LocationState } from './state.ts';
import { teamName } from './teams.ts';

const day = 24 * 60 * 60_000;

/** Optional parts of stacks, in turn, so that every member occurs and no stack has all. */
const stackParts: readonly ((stack: AppStreamStack, random: Random) => void)[] = [
  (stack) => {
    stack.StorageConnectors = [
      { ConnectorType: 'HOMEFOLDERS', ResourceIdentifier: 'appstream2-36fb080bb8-eu-west-1-123456789012' },
      { ConnectorType: 'ONE_DRIVE', Domains: ['example.com'], DomainsRequireAdminConsent: ['partner.example.org'] },
    ];
    stack.ApplicationSettings = {
      Enabled: true,
      SettingsGroup: stack.Name,
      S3BucketName: 'appstream-app-settings-eu-west-1-123456789012',
    };
  },
  (stack) => {
    stack.UserSettings = [
      { Action: 'CLIPBOARD_COPY_FROM_LOCAL_DEVICE', Permission: 'ENABLED', MaximumLength: 1000 },
      { Action: 'CLIPBOARD_COPY_TO_LOCAL_DEVICE', Permission: 'DISABLED' },
      { Action: 'FILE_DOWNLOAD', Permission: 'DISABLED' },
      { Action: 'AUTO_TIME_ZONE_REDIRECTION', Permission: 'ENABLED' },
    ];
    stack.StreamingExperienceSettings = { PreferredProtocol: 'UDP' };
  },
  (stack, random) => {
    stack.AccessEndpoints = [{ EndpointType: 'STREAMING', VpceId: `vpce-0${random.hex(16)}` }];
    stack.EmbedHostDomains = ['portal.example.com', 'intranet.example.com'];
    stack.RedirectURL = 'https://portal.example.com/goodbye';
    stack.FeedbackURL = 'https://portal.example.com/feedback';
  },
  (stack) => {
    stack.ContentRedirection = {
      HostToClient: {
        Enabled: true,
        AllowedUrls: ['https://*.example.com/*'],
        DeniedUrls: ['https://games.example/*'],
      },
    };
    stack.AgentAccessConfig = {
      Settings: [
        { AgentAction: 'COMPUTER_VISION', Permission: 'ENABLED' },
        { AgentAction: 'COMPUTER_INPUT', Permission: 'DISABLED' },
      ],
      S3BucketArn: 'arn:aws:s3:::example-agent-screenshots',
      ScreenshotsUploadEnabled: true,
      ScreenResolution: 'W_1280xH_720',
      ScreenImageFormat: 'PNG',
      UserControlMode: 'VIEW_STOP',
    };
  },
  (stack) => {
    stack.StackErrors = [
      { ErrorCode: 'STORAGE_CONNECTOR_ERROR', ErrorMessage: 'The S3 bucket of the home folders cannot be reached.' },
    ];
  },
];

/** Adds stacks with one associated fleet each; every fourth has two, every eighth none, and some fleets serve two stacks. */
export function seedStacks(location: LocationState, random: Random, count: number, now: number): void {
  const fleets = [...location.fleets.keys()];
  for (let index = 0; index < count; index += 1) {
    const stack: AppStreamStack = {
      Arn: `arn:aws:appstream:${location.region}:${location.accountId}:stack/${teamName(index)}`,
      Name: teamName(index),
      CreatedTime: new Date(now - random.between(20, 900) * day),
      ...(random.chance(0.8) && { DisplayName: `${teamName(index).replaceAll('-', ' ')} applications` }),
      ...(random.chance(0.5) && { Description: `Everything the ${teamName(index).split('-')[0]} team works with` }),
    };
    stackParts[index % stackParts.length]?.(stack, random);
    location.stacks.set(stack.Name, stack);
    location.associations.set(stack.Name, new Set(associatedFleets(index, fleets)));
  }
}

function associatedFleets(index: number, fleets: readonly string[]): string[] {
  if (fleets.length === 0 || index % 8 === 7) return [];
  const wanted = index % 4 === 2 ? [index, index + 1] : [index];
  return wanted.map((at) => fleets[at % fleets.length] as string);
}
