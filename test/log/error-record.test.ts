import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentRequest } from '../../src/log/current-request.ts';
import { type ErrorRecord, errorRecord } from '../../src/log/error-record.ts';
import { createLog, type LogOptions } from '../../src/log/log.ts';
import { shortName } from '../../src/log/short-name.ts';

/** Texts that must not be logged, as they stand in messages. */
const secrets: fc.Arbitrary<string> = fc.oneof(
  fc.base64String({ minLength: 36, maxLength: 200 }),
  fc.stringMatching(/^[\w-]{40,60}$/),
  fc.stringMatching(/^eyJ[\w-]{10,40}\.[\w-]{5,40}\.[\w-]{5,20}$/),
  fc.stringMatching(/^(?:AKIA|ASIA)[A-Z0-9]{16}$/),
  fc.stringMatching(/^[0-9a-f]{64}$/),
);
/** Words around them, which are for the operator. */
const words = fc.stringMatching(/^[a-z]{1,12}$/);

function recordsIn(record: ErrorRecord | undefined): readonly ErrorRecord[] {
  return record ? [record, ...recordsIn(record.cause)] : [];
}

function linesOf(options: LogOptions, write: (log: ReturnType<typeof createLog>) => void) {
  const lines: string[] = [];
  write(createLog('debug', { write: (line) => void lines.push(line) }, options));
  return lines;
}

describe('The record of an error', () => {
  test('has no text that looks like a secret, and all other words, however deep its cause', () => {
    fc.assert(
      fc.property(secrets, words, words, fc.nat(4), (secret, before, after, depth) => {
        const message = `${before} ${secret} ${after}`;
        let error = new Error(message);
        for (let level = 0; level < depth; level += 1) error = new Error(message, { cause: error });
        const records = recordsIn(errorRecord(error, false));
        expect(records).toHaveLength(depth + 1);
        for (const record of records) {
          expect(record.message).toBe(`${before} [redacted] ${after}`);
          expect(JSON.stringify(record)).not.toContain(secret);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('has no credentials of a header', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[!-~]{1,30}$/),
        fc.constantFrom('Bearer', 'bearer', 'BEARER'),
        (token, scheme) => {
          const { message } = errorRecord(new Error(`authorization: ${scheme} ${token} end`), false);
          expect(message).toBe('authorization: [redacted] end');
        },
      ),
    );
  });

  test('has the frames of the stack, and never the message in front of them', () => {
    const secret = 'user mallory\n    of two lines';
    const record = errorRecord(new TypeError(secret), true);
    expect(record).toMatchObject({ type: 'TypeError', message: '[redacted]' });
    expect(record.stack).toMatch(/^at .*error-record\.test\.ts/);
    expect(JSON.stringify(record)).not.toContain('mallory');
  });

  test('of something that is no error has its type and its text', () => {
    expect(errorRecord('boom', false)).toEqual({ type: 'string', message: 'boom', stack: '' });
    expect(errorRecord(undefined, false)).toEqual({ type: 'undefined', message: 'undefined', stack: '' });
    expect(errorRecord('mallory', true).message).toBe('[redacted]');
  });

  test('ends after five causes, also where an error is its own cause', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(recordsIn(errorRecord(circular, false))).toHaveLength(6);
  });

  test('keeps the code and the request id that AWS gave', () => {
    const metadata = { httpStatusCode: 400, requestId: 'r-1' };
    const error = Object.assign(new Error('no'), { $metadata: metadata, extensions: { code: 'NOT_FOUND' } });
    expect(errorRecord(error, true)).toMatchObject({ $metadata: metadata, extensions: { code: 'NOT_FOUND' } });
  });
});

describe('A line of the log', () => {
  const NAMES = ['caller', 'user', 'userName', 'userId', 'owner', 'sub', 'address'];

  test('is one line of JSON with time and level, whatever its texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (message, value) => {
        const [line = '', ...others] = linesOf({}, (log) => log.info({ value }, message));
        expect(others).toEqual([]);
        expect(line.match(/\n/g)).toEqual(['\n']);
        const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
        expect(Object.keys(record)).toEqual(['level', 'time', 'value', 'msg']);
        expect(record).toMatchObject({ level: 'info', value: value.toWellFormed() });
        expect(new Date(String(record.time)).toISOString()).toBe(record.time);
      }),
      { numRuns: 100 },
    );
  });

  test.each(NAMES)('has no %s where users are redacted, and has it otherwise', (name) => {
    const write = (log: ReturnType<typeof createLog>) => log.warn({ [name]: 'mallory', other: 'kept' }, 'said');
    expect(linesOf({ redactUsers: true }, write).join('')).not.toContain('mallory');
    expect(JSON.parse(linesOf({ redactUsers: true }, write)[0] ?? '')).toMatchObject({
      [name]: '[redacted]',
      other: 'kept',
    });
    expect(JSON.parse(linesOf({}, write)[0] ?? '')).toMatchObject({ [name]: 'mallory' });
  });

  test('has the id of the request in whose context it is written', () => {
    const request = {
      ...{ requestId: 'r-1', ownId: 'o', clientId: null, caller: null, address: null, operationType: null, codes: [] },
      ...{ callerKey: null, isLogged: false, isGone: false },
    };
    const lines = linesOf({}, (log) => {
      log.info('outside');
      currentRequest.run(request, () => log.info('inside'));
    });
    expect(lines.map((line) => (JSON.parse(line) as { requestId?: string }).requestId)).toEqual([undefined, 'r-1']);
  });

  test('has a short name of an operation, whatever a client calls it', () => {
    expect([shortName('Dashboard'), shortName(undefined), shortName(7), shortName({})]).toEqual([
      'Dashboard',
      null,
      null,
      null,
    ]);
    expect(shortName('x'.repeat(5_000))).toHaveLength(100);
  });
});
