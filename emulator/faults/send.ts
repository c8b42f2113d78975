import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../wire/answer.ts';
import type { Fault } from './faults.ts';

/**
 * Sends an answer, or breaks the connection as the fault demands.
 *
 * @param latency milliseconds to wait before sending
 */
export async function send(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  latency: number,
): Promise<void> {
  const delay = latency + (fault?.kind === 'delay' ? (fault.delay ?? 0) : 0);
  if (delay > 0) await sleep(delay);
  switch (fault?.kind) {
    // The connection stays open until the client or the emulator closes it.
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
