import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../../emulator/emulator.ts';
import { createLog } from '../../../src/log/log.ts';
import { runGateway } from '../../support/process.ts';
import { appStreamId } from '../../support/session-ids.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { buildWorld } from '../../support/world.ts';

const USER = 'mallory.unique';
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI-secret',
  AWS_SESSION_TOKEN: 'session-token-of-the-process',
};
const CLIENT_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWxsb3J5In0.c2lnbmF0dXJl';

/** Runs the whole program at level debug through queries, a mutation and failures; everything that it printed. */
async function printed(variables: Record<string, string>) {
  const { world, location } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60, UserId: USER })
    .node('i-00000000000000001')
    .ssmSessions({ count: 3, Owner: `arn:aws:sts::123456789012:assumed-role/Admins/${USER}` });
  const emulator = await startEmulator({ world, quirks: { tokenLength: 600 } });
  onTestFinished(() => emulator.close());
  const folder = temporaryFolder();
  const gateway = await runGateway({
    GATEWAY_AWS: 'live',
    GATEWAY_MUTATIONS: 'on',
    GATEWAY_LOG_LEVEL: 'debug',
    GATEWAY_AUDIT_LOG: join(folder, 'audit.log'),
    GATEWAY_CURSOR_SECRET: 'a-secret-for-cursors',
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_REGION: 'eu-west-1',
    ...KEYS,
    ...variables,
  });
  onTestFinished(() => void gateway.child.kill('SIGKILL'));
  const ask = async (query: string, given: object = {}) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${CLIENT_TOKEN}` };
    const body = JSON.stringify({ query, variables: given });
    // biome-ignore lint/suspicious/noExplicitAny: read by names that the query has
    return (await (await fetch(gateway.url, { method: 'POST', headers, body })).json()) as any;
  };
  const LIST = `query ($after: String) {
    appStreamSessions(stackName: "Design", fleetName: "design", userId: "${USER}", authenticationType: API, first: 55, after: $after) { pageInfo { endCursor hasNextPage } nodes { id sessionId userId } }
  }`;

  const { endCursor, ...pageInfo } = (await ask(LIST)).data.appStreamSessions.pageInfo;
  expect(pageInfo).toEqual({ hasNextPage: true });
  await ask(LIST, { after: `${endCursor}x` });
  await ask(`{ user(userName: "${USER}") { sessions { nodes { id } } } }`);
  const tokens = emulator.calls.map(({ input }) => input.NextToken).filter((token) => token !== undefined);
  expect(tokens.length).toBeGreaterThan(0);

  const told = `User: arn:aws:sts::123456789012:assumed-role/Admins/${USER} may not, with Bearer ${CLIENT_TOKEN}, NextToken ${tokens[0]}, key ${KEYS.AWS_ACCESS_KEY_ID}`;
  emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException', message: told });
  await ask('{ ssmSessions(state: HISTORY) { nodes { id } } }');
  emulator.faults.push({ operation: 'DescribeFleets', kind: 'truncate' });
  await ask(`{ fleet(name: "${USER}") { name } }`);
  const [session] = location.appStreamSessions.values();
  const id = session ? appStreamId(session) : '';
  await ask(`mutation ($id: ID!) { terminateSession(input: { id: $id, reason: "${USER}" }) { outcome } }`, { id });
  await ask(`{ node(id: "${id}x") { id } }`);
  gateway.child.kill('SIGTERM');
  expect((await gateway.ended).stderr).toBe('');

  const text = gateway.lines.join('\n');
  expect(text.match(/"msg":"rejected"/g)?.length).toBeGreaterThanOrEqual(3);
  expect(text).toContain('AccessDeniedException');
  const secrets = [
    ...tokens.map(String),
    ...Object.values(KEYS),
    CLIENT_TOKEN,
    endCursor,
    id,
    session?.Id ?? '',
    'a-secret-for-cursors',
  ];
  return { text, secrets, audit: readFileSync(join(folder, 'audit.log'), 'utf8') };
}

describe('At level debug no output contains', () => {
  test("a token, a cursor, a key, a signature or a client's credentials", async () => {
    const { text, secrets } = await printed({});
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/AWS4-HMAC|Signature=|Bearer eyJ/);
    // The texts of AWS's rejections are there, so this has looked at something.
    expect(text).toContain(`assumed-role/Admins/${USER} may not, with [redacted]`);
  });

  test('with GATEWAY_LOG_REDACT_USERS=on, the name of any user, except in the audit log', async () => {
    const { text, secrets, audit } = await printed({ GATEWAY_LOG_REDACT_USERS: 'on' });
    for (const secret of [...secrets, USER, 'Admins']) expect(text).not.toContain(secret);
    expect(audit).toContain(USER);
  });
});

test('Members with user names are redacted if configured, and errors keep type, code and location', () => {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const log = createLog('info', destination, { redactUsers: true });
  const cause = Object.assign(new Error(`${USER} failed`), { name: 'Cause', $metadata: { requestId: 'aws-1' } });
  log.info({ caller: USER, userName: USER, operation: 'O', err: new TypeError(`no ${USER}`, { cause }) }, 'said');
  expect(written.join('')).not.toContain(USER);
  expect(JSON.parse(written.join(''))).toMatchObject({
    caller: '[redacted]',
    userName: '[redacted]',
    operation: 'O',
    err: {
      type: 'TypeError',
      message: '[redacted]',
      stack: expect.stringMatching(/^at .*log-secrets/),
      cause: { type: 'Cause', $metadata: { requestId: 'aws-1' } },
    },
  });
});
