import { Writable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { createLog } from '../../../src/log/log.ts';
import { maskErrors } from '../../../src/server/errors/mask-errors.ts';
import { type RunningStream, runStream, type StreamEnd } from '../../../src/server/streams/run-stream.ts';
import type { StreamOutlet, StreamSource } from '../../../src/server/streams/stream-source.ts';
import { type RecordingSink, recordingSink } from '../../support/recording-sink.ts';

/** A source that the test drives. */
interface Driven extends StreamSource {
  readonly outlet: StreamOutlet;
  readonly told: readonly string[];
}

function drivenSource(onAttach: (outlet: StreamOutlet) => void = () => {}): Driven {
  const told: string[] = [];
  const driven: { outlet?: StreamOutlet } = {};
  return {
    told,
    get outlet() {
      return driven.outlet as StreamOutlet;
    },
    attach(outlet) {
      driven.outlet = outlet;
      onAttach(outlet);
      return { resume: () => void told.push('resume'), detach: () => void told.push('detach') };
    },
    cancel: () => void told.push('cancel'),
  };
}

let lines: Record<string, unknown>[];
let ends: [StreamEnd, number, number][];
let released: number;
let sink: RecordingSink;
beforeEach(() => {
  [lines, ends, released, sink] = [[], [], 0, recordingSink()];
});

const log = () =>
  createLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    }),
  );

function run(source: StreamSource): RunningStream {
  const record = { requestId: 'r1', operation: 'Changes', caller: 'alice', address: '127.0.0.1' };
  const observer = {
    opened: () => (end: StreamEnd, batches: number, bytes: number) => void ends.push([end, batches, bytes]),
    executed() {},
  };
  const release = () => {
    released += 1;
  };
  return runStream(
    { source, sink, authorization: 'Bearer x', record, release },
    { log: log(), observer, maskError: maskErrors(createLog('silent')) },
  );
}

describe('A stream', () => {
  test('passes results on, and completes with its source: one log line, one release', async () => {
    const source = drivenSource();
    const stream = run(source);
    expect(source.outlet.send('one')).toBe(true);
    expect(source.outlet.send('two')).toBe(true);
    expect(stream.isOver).toBe(false);
    source.outlet.complete();
    expect([stream.isOver, released, sink.sent]).toEqual([true, 1, ['one', 'two', 'complete']]);
    expect(ends).toEqual([['completed', 2, 6]]);
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      msg: 'stream',
      requestId: 'r1',
      operation: 'Changes',
      caller: 'alice',
      transport: 'sse',
      batches: 2,
      bytes: 6,
      reason: 'completed',
      codes: [],
    });
  });

  test('tells its source that the client does not keep up, and when it does again', () => {
    const source = drivenSource();
    run(source);
    sink.keepsUp = false;
    expect(source.outlet.send('one')).toBe(false);
    sink.drain();
    expect(source.told).toEqual(['resume']);
  });

  test.each<[string, (stream: RunningStream) => void, StreamEnd, readonly string[]]>([
    ['the client leaves', (stream) => stream.cancel(), 'disconnected', ['cancel']],
    ['the process drains', (stream) => stream.break(), 'drained', ['break']],
    ['its connection closes', () => sink.close(), 'disconnected', []],
  ])('ends once when %s', (_when, end, reason, sent) => {
    const source = drivenSource();
    const stream = run(source);
    let heard = 0;
    stream.onEnd(() => {
      heard += 1;
    });
    end(stream);
    end(stream);
    stream.break();
    source.outlet.complete();
    expect([sink.sent, source.told, ends, released, heard]).toEqual([sent, ['detach'], [[reason, 0, 0]], 1, 1]);
    expect(source.outlet.send('late')).toBe(false);
  });

  test('reports a masked error of its source, and its code in the log', async () => {
    const source = drivenSource();
    run(source);
    source.outlet.fail(new Error('secret'));
    expect(sink.sent[0]).toMatch(/^fail false \[\{"message":"[^"]*","extensions":\{"code":"INTERNAL_SERVER_ERROR"/);
    expect(sink.sent.join()).not.toContain('secret');
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ reason: 'failed', codes: ['INTERNAL_SERVER_ERROR'] });
  });

  test('whose token expires says so to its client, and to transports that close the connection', () => {
    const stream = run(drivenSource());
    stream.fail(new GatewayError('UNAUTHENTICATED', 'The token has expired.'), 'unauthenticated');
    expect(sink.sent).toEqual([
      'fail true [{"message":"The token has expired.","extensions":{"code":"UNAUTHENTICATED"}}]',
    ]);
    expect(ends).toEqual([['unauthenticated', 0, 0]]);
  });

  test('whose source ends at once is over when it is returned, and detached', () => {
    const source = drivenSource((outlet) => outlet.complete());
    const stream = run(source);
    expect([stream.isOver, source.told, released]).toEqual([true, ['detach'], 1]);
  });

  test('is kept alive only where nothing was written since the last time', () => {
    const source = drivenSource();
    const stream = run(source);
    stream.ping();
    source.outlet.send('one');
    stream.ping();
    stream.ping();
    expect(sink.sent).toEqual(['ping', 'one', 'ping']);
  });
});
