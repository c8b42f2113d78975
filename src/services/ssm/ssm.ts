import { GatewayError } from '../../errors/gateway-error.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { acknowledgeTermination, isNotFound, type TerminationAcknowledgement } from '../acknowledge-termination.ts';
import { checkInput, type InputRule } from '../check-input.ts';
import { priming } from '../load-by-key.ts';
import type { SsmContext } from './api.ts';
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

/** Timestamp of a filter. The API reference of SessionFilter gives one example; other formats are left to AWS. */
const TIMESTAMP: InputRule = { pattern: /^\d.{0,399}$/s, allowed: 'a time such as `2026-11-01T00:00:00Z`' };

/** `SessionFilterValue` of the service model (2026-08); rules by filter key are those of the API reference of SessionFilter. */
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

const ENDED_STATUSES: ReadonlySet<string | undefined> = new Set(['Terminating', 'Terminated', 'Failed']); // F-33

/** Systems Manager for one location and one request, as `schema` and `sessions` use it. */
export interface Ssm {
  sessions(query: SsmSessionsQuery): PageSource<SsmSession>;
  sessionById(sessionId: string): Promise<SsmSession | null>;
  /** Finds an active session; null for one that has ended or never existed. Does not read the history of 30 days. */
  activeSessionById(sessionId: string): Promise<SsmSession | null>;
  /** Bypasses the cache for sessions that this request reads from now on. */
  refreshSessions(): void;
  /** Terminates a session. @param onSend called just before each attempt is sent */
  terminateSession(sessionId: string, onSend: () => void): Promise<TerminationAcknowledgement>;
  managedNodes(): PageSource<ManagedNode>;
  managedNodeById(instanceId: string): Promise<ManagedNode | null>;
  /** Finds the managed node of a session's `Target`. A target that is no managed node (an ECS container) takes no look-up. */
  managedNodeOfTarget(target: string | undefined): Promise<ManagedNode | null>;
}

export function ssm(context: SsmContext): Ssm {
  const { api } = context;
  const nodes = managedNodeById(context);
  const sessions = ssmSessionById(context);
  const activeSessions = activeSsmSessionById(context);
  const byTarget = sessionsByTarget(context);

  function refreshSessions(): void {
    api.refresh('sessions');
    for (const loader of [sessions, activeSessions]) loader.clearAll();
    byTarget.clear();
  }

  /** True if a session has ended, by the list read before the call or else read again. False where the list cannot be read. */
  async function hasEnded(sessionId: string): Promise<boolean> {
    const read = () => activeSessions.load(sessionId).catch(() => undefined);
    if ((await read()) === null) return true;
    refreshSessions();
    const session = await read();
    return session === null || ENDED_STATUSES.has(session?.Status);
  }

  return {
    sessions(query) {
      checkFilters(query.Filters ?? []);
      const [only, ...others] = query.Filters ?? [];
      if (only?.key === 'Target' && only.value !== undefined && others.length === 0) {
        return byTarget.source(query.State, only.value);
      }
      return sessionsSource(context, query);
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
    terminateSession: (SessionId, onSend) =>
      acknowledgeTermination(
        SessionId,
        api.terminateSession({ SessionId }, onSend),
        async (error) => isNotFound(error) || (isUndeclared(error) && (await hasEnded(SessionId))),
      ),
    managedNodes: () => priming(managedNodesSource(context), nodes, ({ InstanceId }) => InstanceId),
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
  const duplicate = filters.find(({ key }, index) => filters.findIndex((other) => other.key === key) < index);
  // Two filters of one key are undocumented: some of SSM's lists match either value, others the last.
  if (duplicate) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `\`filters\` has several entries of the key ${duplicate.key}; it may have one per key.`,
    );
  }
  for (const { key, value } of filters) checkInput(`filters: ${key}`, value, FILTER_RULES[key ?? ''] ?? FILTER_VALUE);
}

/**
 * Returns true if TerminateSession failed with an error that it does not declare. Since about 2026-08 AWS returns one for a session that
 * has ended (ansible-collections/amazon.aws#3056); before, the call succeeded (cloud-custodian#8823). The message is not
 * documented, so the list is read again.
 */
function isUndeclared({ code }: GatewayError): boolean {
  return code === 'UPSTREAM_ERROR' || code === 'BAD_USER_INPUT';
}
