import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTraceParent } from '../../../src/server/observability/trace-parent.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const header = ({ version = '00', trace = TRACE, span = SPAN, flags = '01', rest = '' } = {}) =>
  `${version}-${trace}-${span}-${flags}${rest}`;

describe('A `traceparent`', () => {
  test('names trace and parent span', () => {
    expect(parseTraceParent(header())).toEqual({ traceId: TRACE, spanId: SPAN, isSampled: true });
  });

  test.each([
    ['00', false],
    ['01', true],
    ['02', false],
    ['03', true],
    ['ff', true],
    ['fe', false],
  ])('with flags %s is sampled: %s', (flags, isSampled) => {
    expect(parseTraceParent(header({ flags }))?.isSampled).toBe(isSampled);
  });

  test('of a later version may be longer; one of version 00 may not', () => {
    expect(parseTraceParent(header({ version: '01', rest: '-more' }))?.traceId).toBe(TRACE);
    expect(parseTraceParent(header({ version: 'cc' }))?.traceId).toBe(TRACE);
    expect(parseTraceParent(header({ rest: '-more' }))).toBeUndefined();
  });

  test.each([
    ['absent', undefined],
    ['empty', ''],
    ['of version ff', header({ version: 'ff' })],
    ['of a trace of zeros', header({ trace: '0'.repeat(32) })],
    ['of a span of zeros', header({ span: '0'.repeat(16) })],
    ['in upper case', header({ trace: TRACE.toUpperCase() })],
    ['too short', header({ span: SPAN.slice(1) })],
    ['too long', header({ trace: `${TRACE}0` })],
    ['of other digits', header({ span: 'g'.repeat(16) })],
    ['with more behind its flags', header({ rest: '0' })],
    ['with a space in front', ` ${header()}`],
    ['with a line break behind', `${header()}\n`],
    ['without flags', `00-${TRACE}-${SPAN}`],
  ])('that is %s is none', (_title, text) => {
    expect(parseTraceParent(text)).toBeUndefined();
  });

  test('is read as it was written, or not at all', () => {
    const hex = (length: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefg'), minLength: length - 1, maxLength: length });
    fc.assert(
      fc.property(hex(32), hex(16), hex(2), (trace, span, flags) => {
        const parsed = parseTraceParent(header({ trace, span, flags }));
        const isValid =
          /^[\da-f]{32}$/.test(trace) && /[^0]/.test(trace) && /^[\da-f]{16}$/.test(span) && /[^0]/.test(span);
        if (isValid && /^[\da-f]{2}$/.test(flags)) expect(parsed).toMatchObject({ traceId: trace, spanId: span });
        else expect(parsed).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
