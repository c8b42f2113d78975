import { MANAGED_NODE_ID, type ManagedNode, type SsmSession } from '../services/ssm/model.ts';
import { fromSsm } from './session.ts';

/**
 * Whether an SSM session that AWS lists as active is likely abandoned: it is older than it may become, or its machine is
 * not online; a machine that is stopped is not even listed. Of a target that is no managed node only the age is known.
 *
 * @param findNode costs a call, and is asked only where the age does not tell
 */
export async function isStale(
  session: SsmSession,
  now: Date,
  findNode: () => Promise<ManagedNode | null>,
): Promise<boolean> {
  const { status, expiresAt } = fromSsm(session);
  if (status === 'TERMINATED' || status === 'FAILED') return false;
  if (expiresAt !== null && expiresAt < now) return true;
  if (!MANAGED_NODE_ID.test(session.Target ?? '')) return false;
  return (await findNode())?.PingStatus !== 'Online';
}
