import type { RequestListener } from 'node:http';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Limits of a gateway with ten thousand streams of one client. */
export const MANY = {
  GATEWAY_MAX_STREAMS: '20000',
  GATEWAY_MAX_STREAMS_PER_CALLER: '20000',
  GATEWAY_MAX_CONNECTIONS: '20000',
  GATEWAY_MAX_IN_FLIGHT: '20000',
};

/** Time in which all clients have been sent a batch. Milliseconds. */
const SETTLE_MS = 1_000;

/** Figures of the process around one commit. */
export interface CommitFigures {
  /** Processor time from the commit on, all threads. Milliseconds. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** Answers `POST /commit?changes=…` with what the commit and its delivery took; 0 changes measure nothing but the process. */
export function controlServer(commit: (changes: number) => void): RequestListener {
  return async ({ url = '' }, response) => {
    const changes = Number(new URL(url, 'http://localhost').searchParams.get('changes'));
    const before = process.cpuUsage();
    if (changes > 0) commit(changes);
    await sleep(SETTLE_MS);
    const { user, system } = process.cpuUsage(before);
    const figures: CommitFigures = { cpuMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() };
    response.end(JSON.stringify(figures));
  };
}
