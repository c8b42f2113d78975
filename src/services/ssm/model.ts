import type { InstanceInformation, Session, SessionFilter, SessionState } from '@aws-sdk/client-ssm';
import type { Located } from '../../aws/location.ts';

export type {
  InstanceAggregatedAssociationOverview,
  SessionFilter,
  SessionManagerOutputUrl,
  SessionState,
} from '@aws-sdk/client-ssm';

/** AWS shapes with the account and region they were read from. */
export type ManagedNode = Located<InstanceInformation, 'InstanceId'>;
export type SsmSession = Located<Session, 'SessionId'>;

/** Conditions of DescribeSessions, in AWS's names. */
export interface SsmSessionsQuery {
  readonly State: SessionState;
  readonly Filters?: readonly SessionFilter[] | undefined;
}

/** `InstanceId` of the service model (2026-08): an EC2 instance or a hybrid node. */
export const MANAGED_NODE_ID = /^(?:i-(?:\w{8}|\w{17})|mi-\w{17})$/;
