import { MANAGED_NODE_ID, type ManagedNode, type SsmSession } from './model.ts';
import { ssmProvider } from './provider.ts';

/**
 * Resolves to true if an SSM session that AWS lists as active is likely abandoned: it is older than its maximum duration, or its
 * managed node is not online (AWS does not list a stopped one). For other targets, such as containers, only the age counts.
 *
 * @param findNode takes an AWS call; not called where the age decides
 */
export async function isStale(
  session: SsmSession,
  now: Date,
  findNode: () => Promise<ManagedNode | null>,
): Promise<boolean> {
  const { status, expiresAt } = ssmProvider.toSession(session, now);
  if (status === 'TERMINATED' || status === 'FAILED') return false;
  if (expiresAt !== null && expiresAt < now) return true;
  if (!MANAGED_NODE_ID.test(session.Target ?? '')) return false;
  return (await findNode())?.PingStatus !== 'Online';
}
