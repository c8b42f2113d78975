import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { PersonalWorkspacesApi } from '../../src/services/workspaces-personal/api.ts';
import { connectedWorkspacesSource } from '../../src/services/workspaces-personal/connected-workspaces.ts';
import { serviceContext } from '../support/service-context.ts';

/** AWS with WorkSpaces of which some are connected, on status pages of 25. */
function awsWith(connected: readonly boolean[], options: { readonly nextToken?: () => string } = {}) {
  const calls: string[] = [];
  const api = {
    async describeWorkspacesConnectionStatus({ NextToken = '0' }: { NextToken?: string }) {
      calls.push(`status ${NextToken}`);
      if (!/^\d+$/.test(NextToken)) throw new GatewayError('CURSOR_EXPIRED', 'AWS does not know the token.');
      const start = Number(NextToken);
      const statuses = connected.slice(start, start + 25).map((isConnected, index) => ({
        WorkspaceId: `ws-${start + index}`,
        ConnectionState: isConnected ? 'CONNECTED' : 'DISCONNECTED',
      }));
      const isLast = start + 25 >= connected.length;
      return {
        WorkspacesConnectionStatus: statuses,
        NextToken: options.nextToken?.() ?? (isLast ? undefined : String(start + 25)),
      };
    },
    async describeWorkspaces({ WorkspaceIds }: { WorkspaceIds: readonly string[] }) {
      calls.push(`described ${WorkspaceIds.length}`);
      return { Workspaces: WorkspaceIds.map((WorkspaceId) => ({ WorkspaceId, UserName: `user of ${WorkspaceId}` })) };
    },
  };
  return { calls, source: () => connectedWorkspacesSource(serviceContext<PersonalWorkspacesApi>(api)) };
}

const every = (step: number, count: number) => Array.from({ length: count }, (_, index) => index % step === 0);

test('A page has 25 connected WorkSpaces with their descriptions, from as many status pages as that takes', async () => {
  const { source, calls } = awsWith(every(5, 1_000));
  const page = await source().listPage(null);
  expect(page.items).toHaveLength(25);
  expect(page.items[1]).toEqual({
    WorkspaceId: 'ws-5',
    ConnectionState: 'CONNECTED',
    UserName: 'user of ws-5',
    location: { accountId: '123456789012', region: 'eu-west-1' },
  });
  expect(calls).toEqual(['status 0', 'status 25', 'status 50', 'status 75', 'status 100', 'described 25']);
});

test('A page reads 20 status pages at most: it may be empty and have a next one', async () => {
  const { source, calls } = awsWith([...Array(1_000).fill(false), true]);
  const list = source();
  const first = await list.listPage(null);
  expect(first).toMatchObject({ items: [], nextToken: expect.any(String) });
  expect(calls).toHaveLength(20);
  const second = await list.listPage(first.nextToken);
  expect(second).toMatchObject({ items: [], nextToken: expect.any(String) });
  const third = await list.listPage(second.nextToken);
  expect(third).toMatchObject({ items: [{ WorkspaceId: 'ws-1000' }], nextToken: null });
});

test('A source that is read again shows who is connected now', async () => {
  const connected = every(2, 20);
  const { source, calls } = awsWith(connected);
  const list = source();
  const ids = async (token: string | null) => (await list.listPage(token)).items.map(({ WorkspaceId }) => WorkspaceId);
  expect(await ids(null)).toContain('ws-0');
  const [first] = calls.splice(0);
  connected[0] = false;
  expect(await ids(null)).not.toContain('ws-0');
  expect(calls).toContain(first);
});

test('A page that begins within a page of statuses takes that from the one before', async () => {
  const { source, calls } = awsWith(Array.from({ length: 60 }, (_, index) => index >= 5));
  const list = source();
  const { nextToken } = await list.listPage(null);
  expect(calls.splice(0)).toEqual(['status 0', 'status 25', 'described 25']);
  await list.listPage(nextToken);
  expect(calls).toEqual(['status 50', 'described 25']);
});

test('A page that another process reads from its token is the same', async () => {
  const { source } = awsWith(Array(60).fill(true));
  const { nextToken } = await source().listPage(null);
  const second = await source().listPage(nextToken);
  expect(second.items.map(({ WorkspaceId }) => WorkspaceId)).toEqual(
    Array.from({ length: 25 }, (_, index) => `ws-${25 + index}`),
  );
});

test('A NextToken that comes again ends the list with UPSTREAM_ERROR, after two calls', async () => {
  const { source, calls } = awsWith(every(30, 100), { nextToken: () => '25' });
  const failure = await source()
    .listPage(null)
    .catch((error: GatewayError) => error);
  expect(failure).toMatchObject({
    code: 'UPSTREAM_ERROR',
    message: 'workspaces.DescribeWorkspacesConnectionStatus does not end: it gave a NextToken twice.',
  });
  expect(calls).toHaveLength(2);
});

test('A forged token is INVALID_CURSOR, one that AWS does not know CURSOR_EXPIRED, and any other reads from a place in the list', async () => {
  const { source } = awsWith(every(2, 100));
  const part = fc.oneof(fc.constant(null), fc.constantFrom('25', 'ws-4', 'ws-999'), fc.integer(), fc.string());
  const tokens = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(part, { maxLength: 3 }).map((parts) => JSON.stringify(parts)),
  );
  await fc.assert(
    fc.asyncProperty(tokens, async (token) => {
      const page = await source()
        .listPage(token)
        .catch(({ code }: GatewayError) => code);
      if (typeof page === 'string') expect(page).toMatch(/^(?:INVALID_CURSOR|CURSOR_EXPIRED)$/);
      else expect(page.items.length).toBeLessThanOrEqual(25);
    }),
    { numRuns: 300 },
  );
});
