import type { AwsLocation } from '../aws/location.ts';
import type { TerminationAcknowledgement } from '../services/acknowledge-termination.ts';
import type { AppStreamSession, AppStreamSessionKey } from '../services/appstream/model.ts';
import type { LocationServices } from '../services/services.ts';
import type { SsmSession } from '../services/ssm/model.ts';
import type { PoolSession, PoolSessionKey } from '../services/workspaces/model.ts';
import { fromAppStream, fromPool, fromSsm, type Session, type SessionService } from './session.ts';

/** A session as its id names it: where it is, and what its service finds it by. */
export type SessionKey = { readonly location: AwsLocation } & (
  | { readonly service: 'APPSTREAM'; readonly key: AppStreamSessionKey }
  | { readonly service: 'SSM'; readonly key: { readonly sessionId: string } }
  | { readonly service: 'WORKSPACES'; readonly key: PoolSessionKey }
);

/** A session as its service shows it, whichever that is. */
export type SessionModel = AppStreamSession | SsmSession | PoolSession;

/** A session as it was last read. */
export interface SeenSession {
  readonly model: SessionModel;
  readonly isOver: boolean;
  /** AWS is termination it, which can take long or get stuck. */
  readonly isEnding: boolean;
}

/** What termination a session asks of the service that holds it. Handles of one location and service share their reads. */
export interface SessionHandle {
  /** What this request reads from now on is asked of AWS. */
  refresh(): void;
  /** The session as AWS lists it; null where it does not, or only among what has been over for long. */
  read(): Promise<SeenSession | null>;
  /** @param onSend called just before AWS is told */
  end(onSend: () => void): Promise<TerminationAcknowledgement>;
}

/** @param services of the key's location */
export function sessionHandle({ appstream, ssm, workspaces }: LocationServices, named: SessionKey): SessionHandle {
  const { sessionId } = named.key;
  switch (named.service) {
    case 'APPSTREAM':
      return {
        refresh: appstream.refreshSessions,
        read: async () => see(await appstream.sessionByKey(named.key), fromAppStream),
        end: (onSend) => appstream.endSession(sessionId, onSend),
      };
    case 'SSM':
      return {
        refresh: ssm.refreshSessions,
        read: async () => see(await ssm.activeSessionById(sessionId), fromSsm),
        end: (onSend) => ssm.endSession(sessionId, onSend),
      };
    case 'WORKSPACES':
      return {
        refresh: workspaces.refreshSessions,
        read: async () => see(await workspaces.sessionByKey(named.key), (model) => fromPool(model, new Date())),
        end: (onSend) => workspaces.endSession(sessionId, onSend),
      };
    default:
      return named satisfies never;
  }
}

/** Where handles share their reads. */
export function findLocation({
  location,
  service,
}: {
  readonly location: AwsLocation;
  readonly service: SessionService;
}): string {
  return `${location.accountId}/${location.region}/${service}`;
}

function see<Model extends SessionModel>(
  model: Model | null,
  toSession: (model: Model) => Session,
): SeenSession | null {
  if (model === null) return null;
  const { status } = toSession(model);
  return { model, isOver: status === 'TERMINATED' || status === 'FAILED', isEnding: status === 'TERMINATING' };
}
