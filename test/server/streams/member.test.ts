import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SharedEvent, SharedSource } from '../../../src/live/broadcaster/shared-source.ts';
import { eventResults } from '../../../src/server/streams/event-results.ts';
import { createMember, replaceable } from '../../../src/server/streams/member.ts';

const MARK = '#from#';

function memberFrom(start: number | null, takes = () => true) {
  const sent: string[] = [];
  const source = { start: start === null ? null : { revision: start, text: `p${start}` }, startText: `p${start}` };
  const member = createMember(source as SharedSource, {
    send(text) {
      sent.push(text);
      return takes();
    },
    complete() {},
    fail() {},
  });
  const send = (to: number) => member.send(replaceable(`{"from":"${MARK}"}`, MARK), { revision: to, text: `p${to}` });
  return { member, sent, send };
}

describe('A result for many subscribers', () => {
  test('is serialised once, and differs only in `from`', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string({ maxLength: 5 }), { minLength: 1 }), (parts, froms) => {
        const pieces = parts.map((part) => part.replaceAll('#', ''));
        const result = replaceable(pieces.join(MARK), MARK);
        for (const from of froms) expect(result.with(from)).toBe(pieces.join(from));
        expect(result.length).toBe(pieces.join(MARK).length);
      }),
    );
  });
});

describe('A subscriber', () => {
  test('begins behind, and is sent `from` its own position each time', () => {
    const { member, sent, send } = memberFrom(3);
    expect([member.isBehind, member.mustResync, member.revision]).toEqual([true, false, 3]);
    send(5);
    send(9);
    expect(sent).toEqual(['{"from":"p3"}', '{"from":"p5"}']);
    expect(member.revision).toBe(9);
  });

  test('whose position is unknown must read again, once', () => {
    const { member, send } = memberFrom(null);
    expect(member.mustResync).toBe(true);
    send(5);
    expect(member.mustResync).toBe(false);
  });

  test('that does not keep up must read again once it has missed more than 256 KiB since the last result', () => {
    let takes = false;
    const { member, send } = memberFrom(0, () => takes);
    send(1);
    expect(member.isWritable).toBe(false);
    member.miss(200 * 1024);
    expect([member.isBehind, member.mustResync]).toEqual([true, false]);
    member.miss(56 * 1024);
    expect(member.mustResync).toBe(false);
    member.miss(1);
    expect(member.mustResync).toBe(true);
    [takes] = [true];
    member.resume();
    send(2);
    expect([member.isWritable, member.mustResync]).toEqual([true, false]);
    member.miss(200 * 1024);
    expect(member.mustResync).toBe(false);
  });

  test('that has seen all there is keeps its position as text until it is sent something', () => {
    const { member, sent, send } = memberFrom(1);
    member.advance(7, true);
    expect([member.revision, member.isBehind]).toEqual([7, false]);
    member.leave();
    expect(member.isBehind).toBe(true);
    send(8);
    expect(sent).toEqual(['{"from":"p1"}']);
  });
});

describe('Results of events', () => {
  const event = (revision: number, changes: number): SharedEvent => ({
    event: (from) => from,
    to: { revision, text: `p${revision}` },
    changes,
  });
  const results = (size: number, isState = false) => {
    let executions = 0;
    const made = eventResults({
      execute: async () => {
        executions += 1;
        return 'x'.repeat(size);
      },
      mark: MARK,
      isState,
    });
    return { made, executions: () => executions };
  };

  test('of 128 KiB are aimed at: larger changes are fewer', async () => {
    const { made } = results(64 * 1024);
    expect(made.limit()).toBe(200);
    await made.of(event(1, 1));
    expect([made.limit(), made.bytesOf(3)]).toEqual([2, 3 * 64 * 1024]);
    const { made: small } = results(10);
    await small.of(event(1, 100));
    expect(small.limit()).toBe(1_000);
    const { made: huge } = results(10 ** 6);
    await huge.of(event(1, 1));
    expect(huge.limit()).toBe(1);
  });

  test('without changes, such as bookmarks, say nothing of their size', async () => {
    const { made } = results(10 ** 6);
    await made.of(event(1, 0));
    expect(made.limit()).toBe(200);
  });

  test('that are states are executed once for a revision; others each time', async () => {
    const { made, executions } = results(5, true);
    const [one, again] = [await made.of(event(1, 1)), await made.of(event(1, 1))];
    expect([one === again, executions(), made.state]).toEqual([true, 1, 'xxxxx']);
    await made.of(event(2, 1));
    expect(executions()).toBe(2);
    const { made: batches, executions: each } = results(5);
    await batches.of(event(1, 1));
    await batches.of(event(1, 1));
    expect([each(), batches.state]).toEqual([2, undefined]);
  });
});
