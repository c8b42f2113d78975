import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

/** Names of the services, as people call them. */
export const SERVICE_NAMES: Readonly<Record<string, string>> = {
  APPSTREAM: 'AppStream',
  SSM: 'Session Manager',
  WORKSPACES: 'WorkSpaces Pools',
  WORKSPACES_PERSONAL: 'WorkSpaces Personal',
};

export const STATUS_NAMES: Readonly<Record<string, string>> = {
  CONNECTING: 'Connecting',
  CONNECTED: 'Connected',
  DISCONNECTED: 'Disconnected',
  TERMINATING: 'Terminating',
  TERMINATED: 'Ended',
  FAILED: 'Failed',
  UNKNOWN: 'Unknown',
};

/** Reasons for the end of a session. */
export const END_REASON_NAMES: Readonly<Record<string, string>> = {
  DISAPPEARED: 'No longer listed',
  REPORTED_BY_AWS: 'Reported by AWS',
  TERMINATED_BY_GATEWAY: 'Ended by the gateway',
  EXPIRED: 'Expired',
  RESOURCE_DELETED: 'Resource deleted',
};

const TYPES: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  CONNECTING: 'in-progress',
  CONNECTED: 'success',
  DISCONNECTED: 'pending',
  TERMINATING: 'in-progress',
  TERMINATED: 'stopped',
  FAILED: 'error',
};

/** Icon and colour of a session's status. */
export function statusType(status: string): StatusIndicatorProps.Type {
  return TYPES[status] ?? 'info';
}

/** Writes a value of an enum as words: `ALWAYS_ON` is `Always on`. */
export function wordsOf(value: string): string {
  const words = value.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Writes a location: `eu-west-1, account 123456789012`. */
export function locationName({
  region,
  accountId,
}: {
  readonly region: string;
  readonly accountId?: string | null | undefined;
}): string {
  return accountId ? `${region}, account ${accountId}` : region;
}
