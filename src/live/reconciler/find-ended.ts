import { GatewayError } from '../../errors/gateway-error.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { ScanContext } from './scan-source.ts';
import type { SourceRecord } from './source-record.ts';

/** Pages of ended sessions that one scan reads at most: SSM's have 200 sessions, the latest first. */
const MAX_PAGES = 5;

/**
 * Finds missing sessions in AWS's list of ended ones, by their Node ids; those that are terminating, too, which SSM lists there. Takes no call where nothing is missing, and one where
 * its first page has all of them. A session that is not found is left to the next scan, as all are where the list cannot be read.
 */
export async function findEnded(
  { path }: Pick<SourceRecord, 'path'>,
  wanted: ReadonlySet<string>,
  { openEnded, idOf, isStopped }: Pick<ScanContext, 'openEnded' | 'idOf' | 'isStopped'>,
): Promise<ReadonlyMap<string, AnySession>> {
  const found = new Map<string, AnySession>();
  if (wanted.size === 0) return found;
  try {
    const source = await openEnded(path[0] ?? '');
    let token: string | null = null;
    for (let pages = 0; source && pages < MAX_PAGES && found.size < wanted.size && !isStopped(); pages += 1) {
      const page = await source.listPage(token);
      for (const session of page.items) {
        const id = idOf(session);
        if (wanted.has(id)) found.set(id, session);
      }
      token = page.nextToken;
      if (token === null) break;
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
  }
  return found;
}
