import { beforeEach, describe, expect, test } from 'vitest';
import { type OperationLifetime, operationLifetime } from '../../../src/server/streams/operation-lifetime.ts';
import type { ConnectionListeners, WebSocketConnection } from '../../../src/server/streams/web-socket-connection.ts';

let listening: Set<ConnectionListeners>;
let ends: boolean[];
let closes: number;
let lifetime: OperationLifetime;

/** The connection closes. */
const closeConnection = () => {
  for (const { onClose } of [...listening]) onClose?.();
};

beforeEach(() => {
  [listening, ends, closes] = [new Set(), [], 0];
  const connection = {
    listen(listeners: ConnectionListeners) {
      listening.add(listeners);
      return () => void listening.delete(listeners);
    },
  } as WebSocketConnection;
  lifetime = operationLifetime(connection, (isGone) => ends.push(isGone));
  lifetime.once('close', () => {
    closes += 1;
  });
});

describe('The lifetime of an operation', () => {
  test('lasts until one of its two ends', () => {
    expect([lifetime.destroyed, lifetime.signal.aborted, ends, closes]).toEqual([false, false, [], 0]);
  });

  test('ends with the operation: nothing is aborted, and the connection is not heard any more', () => {
    lifetime.end();
    expect([lifetime.destroyed, lifetime.signal.aborted, ends, closes]).toEqual([true, false, [false], 1]);
    expect(listening.size).toBe(0);
  });

  test('ends with the connection: what is executed for it is aborted', () => {
    closeConnection();
    expect([lifetime.destroyed, lifetime.signal.aborted, ends, closes]).toEqual([true, true, [true], 1]);
    expect(listening.size).toBe(0);
  });

  test('ends once, whichever comes first', () => {
    closeConnection();
    lifetime.end();
    lifetime.end();
    closeConnection();
    expect([ends, closes]).toEqual([[true], 1]);
  });

  test('is over before those who wait for its end hear of it, and aborted before that', () => {
    const seen: boolean[] = [];
    lifetime.once('close', () => seen.push(lifetime.destroyed, lifetime.signal.aborted));
    closeConnection();
    expect(seen).toEqual([true, true]);
  });

  test('is not heard by those who stopped waiting', () => {
    let heard = 0;
    const hear = () => {
      heard += 1;
    };
    lifetime.once('close', hear);
    lifetime.off('close', hear);
    lifetime.end();
    expect(heard).toBe(0);
  });
});
