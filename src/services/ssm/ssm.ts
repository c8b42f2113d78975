import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { acknowledgeTermination, isNotFound, type TerminationAcknowledgement } from '../acknowledge-termination.ts';
import { checkInput, type InputRule } from '../check-input.ts';
import { priming } from '../load-by-key.ts';
import type { SsmApi } from './api.ts';
import { activeSsmSessionById, managedNodeById, ssmSessionById } from './loaders.ts';
import { MANAGED_NODE_ID, type ManagedNode, type SsmSession, type SsmSessionsQuery } from './model.ts';
import { sessionsByTarget } from './sessions-by-target.ts';
import { managedNodesSource, sessionsSource } from './sources.ts';

/** `InstanceId` of the service model (2026-08). */
const INSTANCE_ID: InputRule = {
  pattern: MANAGED_NODE_ID,
  allowed: 'an EC2 instance (`i-` and 8 or 17 characters) or a hybrid node (`mi-` and 17 characters)',
};

/** `SessionId` of the service model (2026-08). */
const SESSION_ID: InputRule = { pattern: /^.{1,96}$/su, allowed: '1 to 96 characters' };

/** "Specify a timestamp", says the API reference of SessionFilter, and gives an example: which other forms there are, AWS judges. */
const TIMESTAMP: InputRule = { pattern: /^\d.{0,399}$/s, allowed: 'a time such as `2026-11-01T00:00:00Z`' };

/** `SessionFilterValue` of the service model (2026-08), and what the API reference of SessionFilter says of each key. */
const FILTER_VALUE: InputRule = { pattern: /^.{1,400}$/su, allowed: '1 to 400 characters' };
const FILTER_RULES: Partial<Record<string, InputRule>> = {
  InvokedAfter: TIMESTAMP,
  InvokedBefore: TIMESTAMP,
  Status: {
    pattern: /^(?:Connected|Connecting|Disconnected|Terminated|Terminating|Failed)$/,
    allowed: 'Connected, Connecting, Disconnected, Terminated, Terminating or Failed',
  },
  AccessType: { pattern: /^(?:Standard|JustInTime)$/, allowed: 'Standard or JustInTime' },
};
const MAX_FILTERS = 6;

const OVER: ReadonlySet<string | undefined> = new Set(['Terminating', 'Terminated', 'Failed']); // F-33

/** All that schema and sessions may ask of Systems Manager, for one location and one request. */
export interface Ssm {
  sessions(query: SsmSessionsQuery): PageSource<SsmSession>;
  sessionById(sessionId: string): Promise<SsmSession | null>;
  /** A session that lasts; null where it is over, or never was: the history of 30 days is not searched. */
  activeSessionById(sessionId: string): Promise<SsmSession | null>;
  /** What this request reads of sessions from now on is asked of AWS, whatever is cached. */
  refreshSessions(): void;
  /** @param onSend called just before AWS is told */
  endSession(sessionId: string, onSend: () => void): Promise<TerminationAcknowledgement>;
  managedNodes(): PageSource<ManagedNode>;
  managedNodeById(instanceId: string): Promise<ManagedNode | null>;
  /** The node that a session's `Target` names; a target that is no managed node (an ECS container) costs no look-up. */
  managedNodeOfTarget(target: string | undefined): Promise<ManagedNode | null>;
}

export function ssm(api: SsmApi, location: AwsLocation, request: RequestCalls): Ssm {
  const nodes = managedNodeById(api, location, request);
  const sessions = ssmSessionById(api, location, request);
  const activeSessions = activeSsmSessionById(api, location, request);
  const byTarget = sessionsByTarget(api, location, request);

  function refreshSessions(): void {
    api.refresh('sessions');
    for (const loader of [sessions, activeSessions]) loader.clearAll();
    byTarget.clear();
  }

  /** Whether the list says so: as it was read before the end, else as it is read again; not where it cannot be read. */
  async function isOverNow(sessionId: string): Promise<boolean> {
    const read = () => activeSessions.load(sessionId).catch(() => undefined);
    if ((await read()) === null) return true;
    refreshSessions();
    const session = await read();
    return session === null || OVER.has(session?.Status);
  }

  return {
    sessions(query) {
      checkFilters(query.Filters ?? []);
      const [only, ...others] = query.Filters ?? [];
      if (only?.key === 'Target' && only.value !== undefined && others.length === 0) {
        return byTarget.source(query.State, only.value);
      }
      return sessionsSource(api, location, query);
    },
    async sessionById(sessionId) {
      checkInput('sessionId', sessionId, SESSION_ID);
      return sessions.load(sessionId);
    },
    async activeSessionById(sessionId) {
      checkInput('sessionId', sessionId, SESSION_ID);
      return activeSessions.load(sessionId);
    },
    refreshSessions,
    endSession: (SessionId, onSend) =>
      acknowledgeTermination(
        SessionId,
        api.terminateSession({ SessionId }, onSend),
        async (error) => isNotFound(error) || (isUndeclared(error) && (await isOverNow(SessionId))),
      ),
    managedNodes: () => priming(managedNodesSource(api, location), nodes, ({ InstanceId }) => InstanceId),
    async managedNodeById(instanceId) {
      checkInput('instanceId', instanceId, INSTANCE_ID);
      return nodes.load(instanceId);
    },
    async managedNodeOfTarget(target) {
      return target !== undefined && MANAGED_NODE_ID.test(target) ? nodes.load(target) : null;
    },
  };
}

function checkFilters(filters: NonNullable<SsmSessionsQuery['Filters']>): void {
  if (filters.length > MAX_FILTERS) {
    throw new GatewayError('BAD_USER_INPUT', `\`filters\` has ${filters.length} entries; it may have ${MAX_FILTERS}.`);
  }
  const twice = filters.find(({ key }, index) => filters.findIndex((other) => other.key === key) < index);
  // SSM's documentation says nothing of two filters of one key: some of its lists take either, others the last.
  if (twice) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `\`filters\` has several entries of the key ${twice.key}; it may have one of each.`,
    );
  }
  for (const { key, value } of filters) checkInput(`filters: ${key}`, value, FILTER_RULES[key ?? ''] ?? FILTER_VALUE);
}

/**
 * Whether TerminateSession was rejected with an error that it does not declare: since about 2026-08 that is AWS's answer for a
 * session that has ended (ansible-collections/amazon.aws#3056); before, it was a success (cloud-custodian#8823). Its words are
 * not documented, so the list is read again.
 */
function isUndeclared({ code }: GatewayError): boolean {
  return code === 'UPSTREAM_ERROR' || code === 'BAD_USER_INPUT';
}
