import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { SessionProvider } from '../../src/sessions/provider.ts';
import { PROVIDERS, type SessionService } from '../../src/sessions/providers.ts';
import { CACHE_LIMITS } from '../support/aws-call.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { startGuarded } from '../support/protected-gateway.ts';
import { FIXTURES, ODD_NAMES } from '../support/provider-fixtures.ts';
import { buildWorld } from '../support/world.ts';

const SESSIONS = `query ($services: [SessionService!], $first: Int, $after: String) {
  sessions(filter: { services: $services }, first: $first, after: $after) {
    edges { node { __typename id service sessionId status startedAt expiresAt endedAt instanceId user { userName } } }
    pageInfo { hasNextPage endCursor } incomplete sources { service label status error { code } }
  }
}`;
const NODES =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Session { sessionId user { userName } } } }';
const TERMINATE = `mutation ($ids: [ID!]!) {
  terminateSessions(input: { ids: $ids }) { userErrors { code } results { outcome userErrors { code } } }
}`;

interface ShownSession {
  readonly id: string;
  readonly sessionId: string;
  readonly status: string;
}

/** Resources to close after each test. */
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

const userNames = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}@example.com`);

async function start(service: SessionService, users: readonly string[], quirks?: Partial<Quirks>) {
  const builder = buildWorld();
  if (users.length > 0) FIXTURES[service].addSessions(builder, users);
  const gateway = await startGateway({ world: builder.world, quirks });
  open.push(gateway);
  return { gateway, ids: () => FIXTURES[service].sessionIds(builder.location) };
}

async function readPages(gateway: TestGateway, service: SessionService, first: number) {
  const pages = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await gateway.query(SESSIONS, { services: [service], first, after });
    if (errors) throw new Error(JSON.stringify(errors));
    pages.push(data.sessions);
    if (!data.sessions.pageInfo.hasNextPage) return pages;
    expect(data.sessions.edges).not.toEqual([]);
    after = data.sessions.pageInfo.endCursor as string;
  }
}

async function readSessions(gateway: TestGateway, service: SessionService, first = 200): Promise<ShownSession[]> {
  const pages = await readPages(gateway, service, first);
  return pages.flatMap(({ edges }) => edges.map(({ node }: { readonly node: ShownSession }) => node));
}

async function terminate(gateway: TestGateway, ids: readonly string[]): Promise<string[]> {
  const { data, errors } = await gateway.query(TERMINATE, { ids });
  if (errors) throw new Error(JSON.stringify(errors));
  expect(data.terminateSessions.userErrors).toEqual([]);
  return data.terminateSessions.results.map(
    ({ outcome, userErrors }: { outcome: string | null; userErrors: readonly { code: string }[] }) =>
      outcome ?? userErrors.map(({ code }) => code).join(),
  );
}

const parts = (provider: SessionProvider, model: { readonly location: never }) =>
  provider.toKeyParts(model).map((part) => part ?? null);

describe.each(PROVIDERS.map((provider) => [provider.service, provider] as const))('Provider %s', (service, each) => {
  const provider: SessionProvider = each;
  const fixture = FIXTURES[service];

  describe('pages joined are the list', () => {
    test.each<[string, Partial<Quirks>]>([
      ['of an AWS without quirks', {}],
      ['that has a NextToken after its last page', { tokenAfterLastPage: true }],
      ['that has empty pages in the middle', { emptyPageEvery: 2 }],
      ['whose last NextToken is an empty string', { emptyStringAsLastToken: true }],
      ['whose pages repeat items', { repeatedItems: 2 }],
      ['with long NextTokens', { tokenLength: 2_000 }],
    ])('%s', async (_quirk, quirks) => {
      const { gateway, ids } = await start(service, userNames(61), quirks);
      for (const first of [7, 50, 200]) {
        const shown = await readSessions(gateway, service, first);
        expect(shown.map(({ sessionId }) => sessionId)).toEqual(ids());
      }
    });

    test('of a world without sessions or resources: one page, complete', async () => {
      const { gateway } = await start(service, []);
      const [page, ...others] = await readPages(gateway, service, 20);
      expect(others).toEqual([]);
      expect(page).toMatchObject({ edges: [], incomplete: false, pageInfo: { hasNextPage: false } });
    });
  });

  test('ids find their sessions, with odd names too', async () => {
    const { gateway } = await start(service, ODD_NAMES);
    const shown = await readSessions(gateway, service);
    expect(shown).toHaveLength(ODD_NAMES.length);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(ODD_NAMES.length);
    const { data, errors } = await gateway.query(NODES, { ids: shown.map(({ id }) => id) });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual(
      shown.map(({ id, sessionId, user }: ShownSession & { readonly user?: unknown }) => ({
        __typename: provider.sessionType,
        id,
        sessionId,
        user,
      })),
    );
  });

  test('keys without a part are INVALID_ID unless the part is optional, and the number of parts is constant', () => {
    const part = fc.option(fc.string({ minLength: 1 }), { nil: null });
    fc.assert(
      fc.property(fc.array(part, { minLength: provider.keyLength, maxLength: provider.keyLength }), (given) => {
        try {
          expect(provider.parseKey(given).sessionId).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect((error as GatewayError).code).toBe('INVALID_ID');
          expect(given).toContain(null);
        }
      }),
    );
    const model = { location: { accountId: '123456789012', region: 'eu-west-1' } as never };
    expect(parts(provider, model)).toHaveLength(provider.keyLength);
  });

  test('maps every shape to a session, whatever AWS omits or adds', () => {
    const location = { accountId: '123456789012', region: 'eu-west-1' };
    const members = [...fixture.optionalMembers, 'State', 'Status', 'ConnectionState'];
    const value = fc.constantFrom(undefined, 'toString', '__proto__', 'HIBERNATING', '', 'Connected', 'ACTIVE');
    fc.assert(
      fc.property(fc.record(Object.fromEntries(members.map((member) => [member, value]))), (shape) => {
        const session = provider.toSession({ ...shape, location }, new Date());
        expect(session).toMatchObject({ service, location });
        expect(typeof session.status).toBe('string');
      }),
    );
  });

  test('unknown enum values are UNKNOWN and fail nothing', async () => {
    const newerValues = { State: 'HIBERNATING', Status: 'HIBERNATING', ConnectionState: 'HALF' };
    const { gateway } = await start(service, userNames(2), { newerValues });
    const shown = await readSessions(gateway, service);
    expect(shown.map(({ status }) => status)).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  test('absent members are null and fail nothing', async () => {
    const { gateway, ids } = await start(service, userNames(2), { absentMembers: fixture.optionalMembers });
    const shown = await readSessions(gateway, service);
    expect(shown.map(({ sessionId }) => sessionId)).toEqual(ids());
    expect(shown[0]).toMatchObject({ startedAt: null, expiresAt: null, endedAt: null, instanceId: null });
  });

  const supportsTermination = provider.termination !== null;
  if (supportsTermination)
    describe('termination', () => {
      test('is verified, and idempotent', async () => {
        const { gateway } = await start(service, userNames(3));
        const [first, second, third] = (await readSessions(gateway, service)).map(({ id }) => id);
        expect(await terminate(gateway, [first as string, second as string])).toEqual(['TERMINATED', 'TERMINATED']);
        expect(await terminate(gateway, [first as string, second as string])).toEqual([
          'ALREADY_ENDED',
          'ALREADY_ENDED',
        ]);
        const live = (await readSessions(gateway, service)).filter(({ status }) => status !== 'TERMINATED');
        expect(live.map(({ id }) => id)).toEqual([third]);
      });

      test('that AWS does not show yet is UNCONFIRMED, never TERMINATED', async () => {
        const { gateway } = await start(service, userNames(1), { terminationDelay: 3_600_000 });
        const ids = (await readSessions(gateway, service)).map(({ id }) => id);
        expect(await terminate(gateway, ids)).toEqual(['UNCONFIRMED']);
      });

      test('that AWS denies is an error of this session', async () => {
        const { gateway } = await start(service, userNames(1));
        const ids = (await readSessions(gateway, service)).map(({ id }) => id);
        const operations = provider.permissions.write.map((action) => action.split(':')[1]);
        for (const operation of operations) {
          gateway.emulator.faults.push({ operation, kind: 'error', code: 'AccessDeniedException', status: 400 });
        }
        expect(await terminate(gateway, ids)).toEqual(['UPSTREAM_ACCESS_DENIED']);
      });
    });

  if (!supportsTermination)
    test('cannot terminate: NOT_SUPPORTED', async () => {
      const { gateway, ids } = await start(service, userNames(1));
      const before = ids();
      const shown = (await readSessions(gateway, service)).map(({ id }) => id);
      expect(await terminate(gateway, shown)).toEqual(['NOT_SUPPORTED']);
      expect(ids()).toEqual(before);
    });

  test.each([
    ['AccessDeniedException', 'UPSTREAM_ACCESS_DENIED'],
    ['UnrecognizedClientException', 'UPSTREAM_CREDENTIALS'],
    ['InternalFailure', 'UPSTREAM_UNAVAILABLE'],
  ])('translates %s of its list to a failed source: %s', async (code, translated) => {
    const builder = buildWorld();
    for (const { addSessions } of Object.values(FIXTURES)) addSessions(builder, userNames(2));
    const gateway = await startGateway({ world: builder.world, deadlineMs: 2_000 });
    open.push(gateway);
    const status = code === 'InternalFailure' ? 500 : 400;
    const fault = {
      service: provider.endpoint,
      operation: fixture.listOperation,
      kind: 'error',
      code,
      status,
    } as const;
    gateway.emulator.faults.push(fault);
    const { data, errors } = await gateway.query(SESSIONS, { services: null, first: 200 });
    expect(errors).toBeUndefined();
    const failed = data.sessions.sources.filter((source: { status: string }) => source.status === 'FAILED');
    expect(new Set(failed.map((source: { service: string }) => source.service))).toEqual(new Set([service]));
    expect(failed[0].error.code).toBe(translated);
    expect(data.sessions.incomplete).toBe(true);
    const services = data.sessions.edges.map(({ node }: { node: { service: string } }) => node.service);
    expect(new Set(services)).toEqual(
      new Set(PROVIDERS.map((other) => other.service).filter((other) => other !== service)),
    );
  });

  test('shows self-scoped callers their own sessions only: in pages, sources and by id', async () => {
    const builder = buildWorld();
    const users = userNames(60).map((user, index) => (index % 20 === 7 ? 'Alice@Example.com' : user));
    fixture.addSessions(builder, users);
    const guarded = await startGuarded({ world: builder.world });
    open.push(guarded);
    const own = { scopes: ['sessions:read:own', 'sessions:terminate'] } as const;
    const allSessions = { scopes: ['sessions:read'] } as const;

    const variables = { services: [service], first: 2 };
    const first = (await guarded.ask(SESSIONS, { ...own, variables })).data.sessions;
    const after = first.pageInfo.endCursor;
    const second = (await guarded.ask(SESSIONS, { ...own, variables: { ...variables, after } })).data.sessions;
    const mine = [...first.edges, ...second.edges].map(({ node }) => node);
    expect(mine.map(({ user }) => user.userName)).toEqual(Array(3).fill('alice@example.com'));
    expect(second.pageInfo.hasNextPage).toBe(false);
    const labels: string[] = second.sources.map(({ label }: { label: string }) => label);
    expect(labels).toEqual([`${provider.label} eu-west-1`]);

    const all = (await guarded.ask(SESSIONS, { ...allSessions, variables: { services: [service], first: 200 } })).data
      .sessions;
    const others = all.edges
      .map(({ node }: { node: { id: string } }) => node.id)
      .filter((id: string) => !mine.some((node) => node.id === id));
    expect(others).toHaveLength(57);
    const ids = [others[0], mine[0].id];
    const { data } = await guarded.ask(NODES, { ...own, variables: { ids } });
    expect(data.nodes.map((node: { id: string } | null) => node?.id)).toEqual([undefined, mine[0].id]);
    const denied = await guarded.ask(TERMINATE, { ...own, variables: { ids: [others[0]] } });
    const [code] = denied.data.terminateSessions.results[0].userErrors.map((error: { code: string }) => error.code);
    expect(code).toBe(provider.termination ? 'FORBIDDEN' : 'NOT_SUPPORTED');
  });

  test('names a default TTL for each cache kind, and IAM actions of its endpoint', () => {
    expect(Object.values(provider.cacheTtlMs).every((ttl) => Number.isInteger(ttl) && ttl >= 0)).toBe(true);
    const actions = [...provider.permissions.read, ...provider.permissions.write];
    expect(actions.filter((action) => !action.startsWith(`${provider.endpoint}:`))).toEqual([]);
  });
});

test('Providers differ in service, type and name', () => {
  for (const member of ['service', 'sessionType', 'name', 'label'] as const) {
    expect(new Set(PROVIDERS.map((provider) => provider[member])).size).toBe(PROVIDERS.length);
  }
});

test('Cache kinds of the providers, with their default TTLs, are those of the configuration', () => {
  const kinds = Object.assign({}, ...PROVIDERS.map(({ cacheTtlMs }) => cacheTtlMs));
  expect(kinds).toEqual(CACHE_LIMITS.ttlMs);
});

test('IAM actions of the providers are the commands that their api.ts makes', () => {
  const folder = new URL('../../src/services/', import.meta.url);
  for (const { endpoint, tag, permissions } of PROVIDERS) {
    const api = readFileSync(new URL(`${tag}/api.ts`, folder), 'utf8');
    const [imports = ''] = api.split("} from '@aws-sdk/client-");
    const commands = [...imports.matchAll(/^ {2}(\w+)Command,$/gm)].map(([, operation]) => `${endpoint}:${operation}`);
    expect([...permissions.read, ...permissions.write].sort()).toEqual(commands.sort());
  }
});
