import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { oneAtATime } from '../../../src/server/http/pipelining.ts';
import { invalidBody, readBody } from '../../../src/server/http/read-body.ts';

/** Request whose body a test sends by events, as Node does. */
function request() {
  const events = Object.assign(new EventEmitter(), { complete: false });
  return {
    reading: readBody(events as unknown as IncomingMessage, 10).then(String, (error: GraphQLError) => ({
      message: error.message,
      ...error.extensions,
    })),
    send: (...chunks: (string | Buffer)[]) => {
      for (const chunk of chunks) events.emit('data', Buffer.from(chunk));
    },
    end() {
      events.complete = true;
      events.emit('end');
      events.emit('close');
    },
    close: () => events.emit('close'),
    fail: () => events.emit('error', new Error('aborted')),
  };
}
const incomplete = { message: 'The body is incomplete.', code: 'BAD_USER_INPUT', http: { status: 400 } };

describe('A body', () => {
  test.each([
    [[], ''],
    [['{}'], '{}'],
    [['{"a"', ':1', '}'], '{"a":1}'],
    [['0123456789'], '0123456789'],
  ])('of the chunks %j is %j', async (chunks, body) => {
    const { reading, send, end } = request();
    send(...chunks);
    end();
    expect(await reading).toBe(body);
  });

  test('may cut a character in two', async () => {
    const { reading, send, end } = request();
    const [one, other] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    send(one, other);
    end();
    expect(await reading).toBe('é');
  });

  test('is too large with the first byte beyond the limit, whatever follows', async () => {
    const { reading, send, end } = request();
    send('01234', '56789', 'x', 'y');
    end();
    expect(await reading).toEqual({ message: 'The body is too large.', code: 'BAD_USER_INPUT', http: { status: 413 } });
  });

  test.each(['close', 'fail'] as const)('is incomplete where the client leaves: %s', async (leave) => {
    const { reading, send, ...rest } = request();
    send('{"a"');
    rest[leave]();
    expect(await reading).toEqual(incomplete);
  });

  test('that was complete stays so when the connection closes', async () => {
    const { reading, send, end, close } = request();
    send('{}');
    end();
    close();
    expect(await reading).toBe('{}');
  });

  test('that is rejected has the status and the code of bad input', () => {
    expect(invalidBody(415, 'No.')).toMatchObject({
      message: 'No.',
      extensions: { code: 'BAD_USER_INPUT', http: { status: 415 } },
    });
  });
});

/** A connection whose requests a test sends and answers. */
function connection() {
  const handled: number[] = [];
  const responses = new Map<number, EventEmitter>();
  const headers: [number, string, string][] = [];
  const socket = {
    destroyed: false,
    destroy() {
      socket.destroyed = true;
    },
  };
  const listener = oneAtATime((incoming) => void handled.push((incoming as unknown as { number: number }).number));
  return {
    handled,
    headers,
    socket,
    send(number: number) {
      const response = Object.assign(new EventEmitter(), {
        setHeader: (name: string, value: string) => void headers.push([number, name, value]),
      });
      responses.set(number, response);
      listener({ socket, number } as unknown as IncomingMessage, response as unknown as ServerResponse);
    },
    answer: (number: number) => responses.get(number)?.emit('close'),
  };
}
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('Pipelined requests', () => {
  test('are handled one after the other, in their order', () => {
    const { send, answer, handled } = connection();
    for (const number of [0, 1, 2]) send(number);
    expect(handled).toEqual([0]);
    answer(0);
    expect(handled).toEqual([0, 1]);
    answer(1);
    answer(2);
    expect(handled).toEqual([0, 1, 2]);
    send(3);
    expect(handled).toEqual([0, 1, 2, 3]);
  });

  test('beyond twenty that wait are not answered, and the last answer says that the connection ends', () => {
    const { send, answer, handled, headers, socket } = connection();
    for (const number of numbers(0, 30)) send(number);
    expect(headers).toEqual([[20, 'connection', 'close']]);
    for (const number of numbers(0, 30)) answer(number);
    expect(handled).toEqual(numbers(0, 21));
    expect(socket.destroyed).toBe(false);
  });

  test('far beyond that end the connection, and none that waits is handled any more', () => {
    const { send, answer, handled, socket } = connection();
    for (const number of numbers(0, 21 + 44)) send(number);
    expect(socket.destroyed).toBe(false);
    send(99);
    expect(socket.destroyed).toBe(true);
    answer(0);
    expect(handled).toEqual([0]);
  });

  test('of a connection that closed are not handled', () => {
    const { send, answer, handled, socket } = connection();
    for (const number of [0, 1]) send(number);
    socket.destroyed = true;
    answer(0);
    expect(handled).toEqual([0]);
  });

  test('of two connections do not wait for each other', () => {
    const [one, other] = [connection(), connection()];
    one.send(0);
    other.send(0);
    expect([one.handled, other.handled]).toEqual([[0], [0]]);
  });
});
