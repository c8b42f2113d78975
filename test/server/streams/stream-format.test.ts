import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MULTIPART, SSE, type StreamFormat } from '../../../src/server/streams/stream-format.ts';

/** Values with everything that formats could take for their own: line breaks, boundaries, names of fields. */
const values = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\n\n', '\r', '\u2028', '--graphql', '\r\n--graphql--\r\n', 'data: x', ':', 'event: complete'),
  fc.json(),
);
const results = fc.array(fc.record({ data: values }).map((value) => JSON.stringify(value)));

/** Body of a stream of results, with keep-alives between them. */
function bodyOf(format: StreamFormat, all: readonly string[]): string {
  return [format.begin, ...all.flatMap((result) => [format.next(result), format.ping]), format.end].join('');
}

/** Parses as browsers do. @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
function parseSse(body: string): readonly (readonly [event: string, data: string])[] {
  const events: [string, string][] = [];
  let [event, data] = ['', ''];
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (data !== '') events.push([event, data.slice(0, -1)]);
      [event, data] = ['', ''];
      continue;
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/su.exec(line) ?? [];
    if (name === 'event') event = value ?? '';
    if (name === 'data') data += `${value}\n`;
  }
  return events;
}

/** Parses the parts of a body as RFC 2046 says. @throws if the body does not end with the last boundary */
function parseMultipart(body: string): readonly string[] {
  const parts = `\r\n${body}`.split('\r\n--graphql');
  const end = parts.pop();
  if (parts.shift() !== '' || end !== '--\r\n') throw new Error(`no whole body: ${body}`);
  return parts.map((part) => {
    const [head, ...content] = part.split('\r\n\r\n');
    expect(head).toBe('\r\ncontent-type: application/json; charset=utf-8');
    return content.join('\r\n\r\n');
  });
}

describe('Server-sent events', () => {
  test('carry any results unchanged, then `complete`; browsers see no keep-alive', () => {
    fc.assert(
      fc.property(results, (all) => {
        expect(parseSse(bodyOf(SSE, all))).toEqual([...all.map((result) => ['next', result]), ['complete', '']]);
      }),
    );
  });

  test('report errors as a last result, without `complete`: clients reconnect', () => {
    const errors = '[{"message":"a\\nb"}]';
    expect(parseSse(SSE.begin + SSE.fail(errors))).toEqual([['next', `{"errors":${errors}}`]]);
  });
});

describe('Multipart responses', () => {
  test('carry any results unchanged in parts, keep-alives as empty ones, and end with the last boundary', () => {
    fc.assert(
      fc.property(results, (all) => {
        const expected = all.flatMap((result) => [{ payload: JSON.parse(result) }, {}]);
        expect(parseMultipart(bodyOf(MULTIPART, all)).map((part) => JSON.parse(part))).toEqual(expected);
      }),
    );
  });

  test('report errors beside an empty payload, which is how clients tell them from those of a result', () => {
    const body = `${MULTIPART.begin}${MULTIPART.fail('[{"message":"no"}]')}${MULTIPART.end}`;
    expect(parseMultipart(body).map((part) => JSON.parse(part))).toEqual([
      { payload: null, errors: [{ message: 'no' }] },
    ]);
  });

  test('have the boundary after each part, so that clients handle it at once', () => {
    expect(MULTIPART.next('{}').endsWith('\r\n--graphql')).toBe(true);
  });
});
