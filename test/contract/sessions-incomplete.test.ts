import { describe, expect, type TestContext, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { withGrowingDeadline } from '../support/growing-deadline.ts';
import { ACCOUNTS, fourLocations, roleOf, SCOPES } from '../support/locations.ts';
import { idsIn, idsOf, SESSIONS, sessionsPage, sessionsPages, standing } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

const SERVICES = ['appstream', 'ssm', 'workspaces'] as const;
/** Providers whose calls go to a service, by the labels of their sources. */
const LABELS: Readonly<Record<(typeof SERVICES)[number], readonly string[]>> = {
  appstream: ['AppStream'],
  ssm: ['SSM'],
  workspaces: ['WorkSpaces Pools', 'WorkSpaces Personal'],
};
const ALL_LABELS = Object.values(LABELS).flat();
/** Sessions of each provider. */
const EACH = 4;

/** Four sessions of each provider. */
const world = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 4 })
    .ssmSessions({ count: 4 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 4 })
    .workspaces(4).world;

type Context = Pick<TestContext, 'onTestFinished'>;

/** Starts a gateway that knows its account: GetCallerIdentity is not part of what is tested here. Tests run concurrently, as most of them wait. */
async function start({ onTestFinished }: Context, options: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startGateway({ deadlineMs: 2_500, ...options });
  onTestFinished(() => gateway.close());
  await gateway.ready();
  return gateway;
}

const FAULTS: readonly (readonly [title: string, fault: Omit<Fault, 'service'>, standing: string])[] = [
  ['denies access', { kind: 'error', code: 'AccessDeniedException' }, 'FAILED UPSTREAM_ACCESS_DENIED'],
  ['has expired credentials', { kind: 'error', code: 'ExpiredTokenException' }, 'FAILED UPSTREAM_CREDENTIALS'],
  ['is broken', { kind: 'error', code: 'InternalFailure', status: 500 }, 'FAILED UPSTREAM_UNAVAILABLE'],
  ['resets connections', { kind: 'reset' }, 'FAILED UPSTREAM_UNAVAILABLE'],
  ['throttles', { kind: 'error', code: 'ThrottlingException' }, '(PENDING|FAILED UPSTREAM_THROTTLED)'],
  ['hangs', { kind: 'hang' }, 'PENDING'],
];
/**
 * Runs a scenario with a deadline for requests to a service with a fault. Calls that hang or are throttled last until it; the others
 * fail by themselves, long before: a busy machine does not turn FAILED into PENDING.
 */
const withDeadlineFor = ({ kind, code }: Omit<Fault, 'service'>, scenario: (deadlineMs: number) => Promise<void>) =>
  kind === 'hang' || code === 'ThrottlingException' ? withGrowingDeadline(scenario) : scenario(30_000);
const CASES = SERVICES.flatMap((service) =>
  FAULTS.map(([title, fault, stands]) => [service, title, { service, ...fault }, stands] as const),
);

describe('While one service is down, the others are served, and following the cursor loses nothing', () => {
  test.concurrent.for(CASES)('%s %s', async ([service, _title, fault, stands], context) => {
    await withDeadlineFor(fault, async (deadlineMs) => {
      const told = world();
      const gateway = await start(context, { world: told, deadlineMs });
      gateway.emulator.faults.push(fault);
      const page = await sessionsPage(gateway);
      expect(page.edges).toHaveLength(EACH * (ALL_LABELS.length - LABELS[service].length));
      const unsound = standing(page).filter((line) => !line.endsWith('COMPLETE'));
      const expected = LABELS[service].map((label) => `${label} eu-west-1: ${stands}`);
      expect(unsound.join()).toMatch(new RegExp(`^${expected.join()}$`));
      expect(page).toMatchObject({ incomplete: true, pageInfo: { hasNextPage: true, endCursor: expect.any(String) } });

      const again = await sessionsPage(gateway, { after: page.pageInfo.endCursor });
      expect(again).toMatchObject({
        edges: [],
        incomplete: true,
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
      });

      gateway.emulator.faults.splice(0);
      // After throttling the rate limiter is slow for a while: follow cursors until nothing is pending.
      const healed = [again];
      while (healed.at(-1)?.incomplete)
        healed.push(await sessionsPage(gateway, { after: healed.at(-1)?.pageInfo.endCursor ?? null }));
      expect(idsOf([page, ...healed]).toSorted()).toEqual(idsIn(told).toSorted());
      expect(healed.at(-1)).toMatchObject({ incomplete: false, pageInfo: { hasNextPage: false } });
    });
  });

  test.concurrent.for(CASES.filter(([, title]) => /denies|hangs/.test(title)))(
    '%s %s: page by page',
    async ([service, _title, fault], context) => {
      await withDeadlineFor(fault, async (deadlineMs) => {
        const told = world();
        const gateway = await start(context, { world: told, deadlineMs });
        gateway.emulator.faults.push(fault);
        const pages = await sessionsPages(gateway, { first: 3 });
        expect(idsOf(pages)).toHaveLength(EACH * (ALL_LABELS.length - LABELS[service].length));
        gateway.emulator.faults.splice(0);
        // After throttling the rate limiter is slow for a while: follow cursors until nothing is pending.
        const rest = [...pages];
        while (rest.at(-1)?.incomplete)
          rest.push(...(await sessionsPages(gateway, { first: 3, after: rest.at(-1)?.pageInfo.endCursor ?? null })));
        expect(idsOf(rest).toSorted()).toEqual(idsIn(told).toSorted());
      });
    },
  );
});

describe('While all services are down', () => {
  test.concurrent.for(FAULTS.filter((_, index) => index % 5 === 0))(
    '(each %s), the list is empty and says so',
    async ([_title, fault], context) => {
      await withDeadlineFor(fault, async (deadlineMs) => {
        const told = world();
        const gateway = await start(context, { world: told, deadlineMs });
        gateway.emulator.faults.push(...SERVICES.map((service) => ({ service, ...fault })));
        const page = await sessionsPage(gateway);
        expect(page).toMatchObject({ edges: [], incomplete: true, pageInfo: { hasNextPage: false } });
        expect(page.sources).toHaveLength(ALL_LABELS.length);
        gateway.emulator.faults.splice(0);
        const healed = await sessionsPages(gateway, { first: 5, after: page.pageInfo.endCursor });
        expect(idsOf(healed).toSorted()).toEqual(idsIn(told).toSorted());
      });
    },
  );
});

describe('One list of many', () => {
  const many = (count = 20) => {
    const told = buildWorld();
    for (let index = 0; index < count; index += 1) {
      const [fleet, stack] = [`fleet-${String(index).padStart(2, '0')}`, `Stack-${index}`];
      told.fleet(fleet).stack(stack).associate(stack, fleet).appStreamSessions({ stack, fleet, count: 2 });
    }
    return told.ssmSessions({ count: 4 }).pool('Ops').poolSessions({ pool: 'Ops', count: 4 }).world;
  };

  test.concurrent('that fails is named by its label; the others are served', async (context) => {
    const gateway = await start(context, { world: many(3), deadlineMs: 30_000 });
    gateway.emulator.faults.push({
      operation: 'DescribeSessions',
      inputContains: 'fleet-01',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    const page = await sessionsPage(gateway);
    expect(page.edges).toHaveLength(12);
    expect(page.sources.filter(({ status }) => status !== 'COMPLETE')).toEqual([
      {
        label: 'AppStream eu-west-1 stack Stack-1 / fleet fleet-01',
        status: 'FAILED',
        error: { code: 'UPSTREAM_ACCESS_DENIED' },
      },
    ]);
  });

  test.concurrent('that hangs is deferred; the others are served', async (context) => {
    await withGrowingDeadline(async (deadlineMs) => {
      const told = many(20);
      const gateway = await start(context, { world: told, deadlineMs });
      gateway.emulator.faults.push({ operation: 'DescribeSessions', inputContains: 'fleet-00', kind: 'hang' });
      const page = await sessionsPage(gateway);
      expect(page.edges).toHaveLength(46);
      expect(page.sources.filter(({ status }) => status !== 'COMPLETE').map(({ label }) => label)).toEqual([
        'AppStream eu-west-1 stack Stack-0 / fleet fleet-00',
      ]);
    });
  });

  test.concurrent.for(FAULTS.filter(([title]) => title !== 'throttles'))(
    'all of which are of a service that %s: they do not use up the time of the others',
    async ([_title, fault], context) => {
      await withDeadlineFor(fault, async (deadlineMs) => {
        const told = many(20);
        const gateway = await start(context, { world: told, deadlineMs });
        await sessionsPage(gateway, { first: 1 });
        gateway.emulator.faults.push({ service: 'appstream', operation: 'DescribeSessions', ...fault });
        const page = await sessionsPage(gateway, { filter: { startedAfter: '2000-01-01T00:00:00Z' } });
        expect(idsOf([page]).length).toBeGreaterThanOrEqual(8);
        expect(page).toMatchObject({ incomplete: true, pageInfo: { hasNextPage: true } });
        expect(page.pageInfo.endCursor?.length).toBeLessThan(1_000);
        gateway.emulator.faults.splice(0);
        const rest = await sessionsPages(gateway, {
          filter: { startedAfter: '2000-01-01T00:00:00Z' },
          after: page.pageInfo.endCursor,
          first: 10,
        });
        expect(idsOf([page, ...rest]).toSorted()).toEqual(idsIn(told).toSorted());
      });
    },
  );
});

describe('A role that cannot be assumed, of two accounts in two regions', () => {
  const reject = (gateway: TestGateway) =>
    gateway.emulator.faults.push({
      service: 'sts',
      operation: 'AssumeRole',
      inputContains: roleOf(ACCOUNTS[0]),
      kind: 'error',
      code: 'AccessDenied',
      status: 403,
    });

  test('is a failed source for each of its locations and services; the other account is served', async (context) => {
    const told = fourLocations();
    const gateway = await startGateway({ world: told, scopes: SCOPES });
    context.onTestFinished(() => gateway.close());
    reject(gateway);
    const page = await sessionsPage(gateway);
    expect(page.edges).toHaveLength(14);
    const failed = ['eu-west-1', 'us-east-1'].map(
      (region) => `${ACCOUNTS[0]} ${region}: FAILED UPSTREAM_ACCESS_DENIED`,
    );
    expect(standing(page).filter((line) => !line.endsWith('COMPLETE'))).toEqual(
      ALL_LABELS.flatMap((service) => failed.map((line) => `${service} ${line}`)),
    );
    expect(standing(page)).toContain(`AppStream ${ACCOUNTS[1]} us-east-1 stack Shared / fleet shared: COMPLETE`);
    gateway.emulator.faults.splice(0);
    const rest = await sessionsPages(gateway, { first: 4, after: page.pageInfo.endCursor });
    expect(idsOf([page, ...rest]).toSorted()).toEqual(idsIn(told).toSorted());
  });

  test('and every cursor of the page of the other account includes the failed source as pending', async (context) => {
    const told = fourLocations();
    const gateway = await startGateway({ world: told, scopes: SCOPES });
    context.onTestFinished(() => gateway.close());
    reject(gateway);
    const page = await sessionsPage(gateway);
    gateway.emulator.faults.splice(0);
    const ids = idsOf([page]);
    for (const [index, { cursor }] of page.edges.entries()) {
      const rest = await sessionsPages(gateway, { first: 50, after: cursor });
      const passed = ids.slice(0, index + 1);
      expect(idsOf(rest)).toHaveLength(28 - index - 1);
      expect(new Set([...idsOf(rest), ...passed]).size).toBe(28);
    }
  });
});

describe("AWS's token in a cursor", () => {
  const long = () => buildWorld().ssmSessions({ count: 450 }).world;

  test('that has expired is CURSOR_EXPIRED', async (context) => {
    const gateway = await startGateway({ world: long(), cacheTtlMs: 0 });
    context.onTestFinished(() => gateway.close());
    const page = await sessionsPage(gateway, { first: 200 });
    gateway.emulator.quirks.tokenLifetime = 0;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { errors } = await gateway.query(SESSIONS, { first: 10, after: page.pageInfo.endCursor });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['CURSOR_EXPIRED']);
  });
});
