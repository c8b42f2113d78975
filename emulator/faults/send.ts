import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../wire/answer.ts';
import type { Fault } from './faults.ts';

/** Sends an answer as a fault would have it. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  latency: number,
): Promise<void> {
  const delay = latency + (fault?.kind === 'delay' ? (fault.delay ?? 0) : 0);
  if (delay > 0) await sleep(delay);
  switch (fault?.kind) {
    // Never answered: the caller gives up, or the emulator closes.
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncate':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
      response.write(answer.body.slice(0, answer.body.length >> 1));
      response.socket?.end();
      return;
    default:
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
      response.end(answer.body);
  }
}
