import { describe, expect, test } from 'vitest';
import { UpstreamFailure } from '../../../src/aws/errors/upstream-failure.ts';
import { checkAnswer } from '../../../src/aws/http/check-answer.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';
const REQUEST = { 'content-type': JSON_TYPE, 'x-amz-target': 'AmazonSSM.DescribeSessions' };
const WRITE = { 'content-type': JSON_TYPE, 'x-amz-target': 'PhotonAdminProxyService.StopFleet' };
const QUERY = { 'content-type': 'application/x-www-form-urlencoded' };

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Kind of the failure; null where the answer is AWS's. */
function failureOf(
  { status = 200, headers = { 'content-type': JSON_TYPE }, body = '{}' }: Answer,
  request: object = REQUEST,
) {
  try {
    checkAnswer({ headers: request as Record<string, string> }, { statusCode: status, headers }, Buffer.from(body));
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    return error.kind;
  }
}

describe('An answer in JSON', () => {
  test.each<[string, Answer]>([
    ['an object', { body: '{"Sessions":[]}' }],
    ['an object between white space', { body: ' \n{"Sessions":[]}\n' }],
    ['an object of another JSON type', { headers: { 'content-type': 'application/json' } }],
    ['an object without a type', { headers: {} }],
    ['nothing, with a request id', { headers: { 'x-amzn-requestid': 'r' }, body: '' }],
    ['an error that is named in the body', { status: 400, body: '{"__type":"ThrottlingException"}' }],
    ['an error that is named as a code', { status: 400, body: '{"code":"Throttling"}' }],
    [
      'an error that is named at the end of a long body',
      { status: 500, body: `{"m":"${'x'.repeat(9_000)}","__type":"X"}` },
    ],
    ['an error that is named in a header', { status: 400, headers: { 'x-amzn-errortype': 'X' }, body: '' }],
    ['an error without a name, with a request id', { status: 500, headers: { 'x-amzn-requestid': 'r' } }],
  ])('may be %s', (_title, answer) => {
    expect(failureOf(answer)).toBeNull();
  });

  test.each<[string, Answer]>([
    ['a page of a proxy', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
    ['an object that is called a page', { headers: { 'content-type': 'text/html' } }],
    ['a list', { body: '[]' }],
    ['a text', { body: '"{}"' }],
    ['half of an object', { body: '{"Sessions":[' }],
    ['nothing, without a request id', { headers: {}, body: '' }],
    ['a redirect', { status: 302, headers: { location: 'https://login.example.com' }, body: '' }],
    ['a page with an error status', { status: 403, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
    ['an error without a name and without a request id', { status: 500, body: '{"error":"bad gateway"}' }],
    ['an error with a name in a text', { status: 500, body: '"__type":"X"' }],
  ])('is not %s', (_title, answer) => {
    expect(failureOf(answer)).toBe('NOT_AWS');
  });

  test('to a write may be empty', () => {
    expect(failureOf({ headers: {}, body: '' }, WRITE)).toBeNull();
    expect(failureOf({ headers: {}, body: '<html>' }, WRITE)).toBe('NOT_AWS');
  });

  test('of a proxy that asks for credentials says so, whatever its body is', () => {
    for (const body of ['', '<html></html>', '{"__type":"X"}']) expect(failureOf({ status: 407, body })).toBe('PROXY');
  });

  const items = (count: number, item = '{"a":1}') => `{"Sessions":[${Array(count).fill(item).join(',')}]}`;

  test('has two hundred thousand values at most', () => {
    expect(failureOf({ body: items(99_000) })).toBeNull();
    expect(failureOf({ body: items(101_000) })).toBe('TOO_LARGE');
    expect(failureOf({ body: items(201_000, '1') })).toBe('TOO_LARGE');
  });

  test('nests a hundred levels at most, if it is large', () => {
    const nested = (levels: number, size: number) =>
      `{"a":${'['.repeat(levels)}${']'.repeat(levels)},"b":"${'x'.repeat(size)}"}`;
    expect(failureOf({ body: nested(200, 10) })).toBeNull();
    expect(failureOf({ body: nested(90, 300_000) })).toBeNull();
    expect(failureOf({ body: nested(200, 300_000) })).toBe('TOO_LARGE');
  });

  test('has values outside of its texts only', () => {
    expect(failureOf({ body: `{"Note":"${'[,'.repeat(200_000)}"}` })).toBeNull();
  });
});

describe('An answer of the Query protocol', () => {
  test.each([
    ['<GetCallerIdentityResponse xmlns="x"><GetCallerIdentityResult/></GetCallerIdentityResponse>', null],
    ['<?xml version="1.0"?>\n<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>', null],
    ['<html><body>Response</body></html>', 'NOT_AWS'],
    ['', 'NOT_AWS'],
    [`${' '.repeat(2_000)}<GetCallerIdentityResponse>`, 'NOT_AWS'],
    ['{}', 'NOT_AWS'],
  ])('that is %j is %s', (body, kind) => {
    expect(failureOf({ body }, QUERY)).toBe(kind);
  });
});

test('Answers of other protocols, such as those of credentials, are left to the SDK', () => {
  expect(failureOf({ status: 407, body: '<html>' }, {})).toBeNull();
  expect(failureOf({ body: 'anything' }, { 'content-type': 'application/json' })).toBeNull();
});

test('A failure has the status and the size of the answer, and not its text', () => {
  const check = () =>
    checkAnswer(
      { headers: REQUEST },
      { statusCode: 503, headers: { 'content-type': 'text/html' } },
      Buffer.from('<b>secret</b>'),
    );
  expect(check).toThrow('Status 503 with 13 bytes of text/html');
  expect(check).not.toThrow(/secret/);
});
