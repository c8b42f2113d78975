import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './ask.ts';

const SOURCES = '{ liveSessions(first: 0) { sources { status } } }';

/** Waits until a gateway has scanned each source of live sessions: a query waits for the first scan, which is paced for AWS's sake. */
export async function untilScanned(url: string, headers: Record<string, string> = {}): Promise<void> {
  const isScanned = ({ status }: { status: string }) => status !== 'SYNCING';
  while (!(await ask(url, SOURCES, undefined, headers)).data.liveSessions.sources.every(isScanned)) await sleep(100);
}
