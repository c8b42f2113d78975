import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { largeAnswers } from '../../../src/aws/http/large-answers.ts';
import { BodyError, type LargeBodies, readBody } from '../../../src/outbound/read-body.ts';
import { writeForever } from '../../support/fake-aws.ts';

const MIB = 1024 * 1024;
const LIMITS = { maxBytes: 4 * MIB, maxMs: 60_000 };
/** Of one connection: what Node reads ahead of its reader. */
const READ_AHEAD = MIB / 4;

const never = new AbortController().signal;
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof BodyError ? error.fault : String(error)),
  );

/** Lets all microtasks run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function countEntered(large: LargeBodies, count: number, closed = never) {
  const entered: ((exceeded: boolean) => void)[] = [];
  const outcomes = Array.from({ length: count }, () =>
    outcomeOf(large.enter(closed).then((leave) => entered.push(leave))),
  );
  return { entered, outcomes };
}

describe('Large answers', () => {
  test('are read four at a time, in the order of their arrival', async () => {
    const answers = largeAnswers();
    const order: number[] = [];
    const leaves: ((exceeded: boolean) => void)[] = [];
    for (let index = 0; index < 10; index += 1) {
      void answers
        .of(`host Operation${index}`)
        .enter(never)
        .then((leave) => leaves.push(leave) && order.push(index));
    }
    for (let left = 0; left < 10; left += 1) {
      await settle();
      expect(order).toEqual(Array.from({ length: Math.min(10, 4 + left) }, (_, index) => index));
      leaves[left]?.(false);
    }
  });

  test('leave the queue when their connection is closed, and hold no turn then', async () => {
    const large = largeAnswers().of('host Operation');
    const { entered } = countEntered(large, 4);
    const closed = new AbortController();
    const gone = countEntered(large, 3, closed.signal);
    const last = countEntered(large, 1);
    await settle();
    expect([entered.length, gone.entered.length, last.entered.length]).toEqual([4, 0, 0]);
    closed.abort();
    await settle();
    expect([gone.entered.length, last.entered.length]).toEqual([3, 0]);
    for (const leave of gone.entered) leave(true);
    await settle();
    expect(last.entered).toHaveLength(0);
    entered[0]?.(false);
    await settle();
    expect(last.entered).toHaveLength(1);
  });

  test('of an operation that exceeded the largest size are rejected for 10 s, those of others are not', async () => {
    let now = 0;
    const answers = largeAnswers(() => now);
    const endless = answers.of('host Endless');
    const first = countEntered(endless, 4);
    const waiting = countEntered(endless, 2);
    const others = countEntered(answers.of('host Other'), 2);
    await settle();
    first.entered[0]?.(true);
    expect(await Promise.all(waiting.outcomes)).toEqual(['TOO_LARGE', 'TOO_LARGE']);
    await settle();
    expect(others.entered).toHaveLength(1);
    for (const leave of first.entered.slice(1)) leave(false);
    now = 9_999;
    expect(await outcomeOf(endless.enter(never))).toBe('TOO_LARGE');
    now = 10_000;
    expect(await outcomeOf(endless.enter(never))).toBe('done');
  });
});

async function startServer(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', reject);
    });
}

describe('80 answers at once', () => {
  test('without end: four are read to the largest size, and the others to 1 MiB', async () => {
    const open = await startServer((response) => writeForever(response, Buffer.alloc(64 * 1024)));
    const bodies = await Promise.all(Array.from({ length: 80 }, open));
    const sockets = bodies.map(({ socket }) => socket);
    const large = largeAnswers(() => 0).of('host Endless');
    const outcomes = await Promise.all(bodies.map((body) => outcomeOf(readBody(body, { ...LIMITS, large }))));
    // Together they may exceed what is read at once; that is for the caller to retry.
    expect(outcomes.filter((outcome) => !/^TOO_(?:LARGE|MANY)$/.test(outcome))).toEqual([]);
    const read = sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    expect(read).toBeLessThan(80 * (MIB + READ_AHEAD) + 4 * 3 * MIB);
  });

  test.each([
    ['that declares its length', true],
    ['that does not', false],
  ])('of 2 MB, each of which %s, are all read', async (_title, isDeclared) => {
    const bytes = 2_000_000;
    const open = await startServer((response) => {
      if (isDeclared) response.setHeader('content-length', bytes);
      else response.flushHeaders();
      response.end(Buffer.alloc(bytes));
    });
    const large = largeAnswers().of('host DescribeFleets');
    const count = isDeclared ? 80 : 40;
    const read = () => open().then((body) => readBody(body, { ...LIMITS, large }));
    const bodies = await Promise.all(Array.from({ length: count }, read));
    expect(bodies.map(({ length }) => length)).toEqual(Array(count).fill(bytes));
  });

  test('that wait longer than they may are TOO_SLOW, and their connections are closed', async () => {
    const open = await startServer((response) => response.end(Buffer.alloc(2 * MIB)));
    const large = largeAnswers().of('host DescribeFleets');
    const { entered } = countEntered(large, 4);
    const body = await open();
    const { socket } = body;
    expect(await outcomeOf(readBody(body, { ...LIMITS, maxMs: 50, large }))).toBe('TOO_SLOW');
    await expect.poll(() => socket.destroyed).toBe(true);
    for (const leave of entered) leave(false);
    expect(await outcomeOf(open().then((again) => readBody(again, { ...LIMITS, large })))).toBe('done');
  });
});
