import { afterEach, describe, expect, test } from 'vitest';
import { person, startCompany, type TestCompany } from '../support/company.ts';
import { buildWorld } from '../support/world.ts';

let company: TestCompany;
afterEach(() => company.close());

const world = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', UserId: 'alice' })
    .ssmSessions({ Owner: 'arn:aws:iam::1:user/alice' });

const people = [person('alice', 'Design')];

const start = async (directory: Parameters<typeof startCompany>[0] = { people }, deadlineMs = 1_000) => {
  company = await startCompany(directory, { world: world().world, deadlineMs });
  await company.gateway.ready();
};

describe("The gateway's errors, through the router", () => {
  test('keep their code and what AWS said of them; what others answered stands', async () => {
    await start();
    company.gateway.emulator.faults.push({ service: 'appstream', kind: 'error', code: 'AccessDeniedException' });
    const { data, errors } = await company.query('{ fleet(name: "design") { state } people { displayName } }');
    expect(data).toEqual({ fleet: null, people: [{ displayName: 'ALICE' }] });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['fleet'],
        extensions: expect.objectContaining({
          code: 'UPSTREAM_ACCESS_DENIED',
          service: 'appstream',
          operation: 'DescribeFleets',
          requestId: expect.stringMatching(/^[\w-]{8,}$/),
          retryable: false,
        }),
      }),
    ]);
  });

  test('of entities stand where the entity does, and leave the rest alone', async () => {
    const criticalFleets = [...world().location.fleets.values()].map(({ Arn }) => Arn ?? '');
    await start({ people, criticalFleets });
    company.gateway.emulator.faults.push({ service: 'appstream', kind: 'error', code: 'AccessDeniedException' });
    const { data, errors } = await company.query('{ criticalFleets { name state } people { displayName } }');
    expect(data).toEqual({ criticalFleets: [null], people: [{ displayName: 'ALICE' }] });
    expect(errors?.map(({ extensions, path }) => [extensions.code, path?.[0]])).toEqual([
      ['UPSTREAM_ACCESS_DENIED', 'criticalFleets'],
    ]);
  });

  test('of what a client can fix are BAD_USER_INPUT and INVALID_CURSOR, and ask nothing of AWS', async () => {
    await start();
    const { errors } = await company.query('{ a: fleet(name: "b a d") { name } b: user(userName: " ") { userName } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    const cursor = await company.query('{ sessions(after: "garbled") { nodes { id } } }');
    expect(cursor.errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_CURSOR']);
    expect(company.calls()).toEqual({});
  });
});

test('Partial results pass: what could be read is there, what could not is named, and the cursor goes on', async () => {
  await start();
  const { faults } = company.gateway.emulator;
  faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException' });
  const PEOPLE = `query ($after: String) { people { displayName sessions(after: $after) {
    nodes { service } incomplete pageInfo { endCursor } sources { service status error { code } }
  } } }`;
  const { data, errors } = await company.query(PEOPLE);
  expect(errors).toBeUndefined();
  const [{ displayName, sessions }] = data.people;
  expect(displayName).toBe('ALICE');
  expect(sessions).toMatchObject({ nodes: [{ service: 'APPSTREAM' }], incomplete: true });
  expect(sessions.sources).toContainEqual({
    service: 'SSM',
    status: 'FAILED',
    error: { code: 'UPSTREAM_ACCESS_DENIED' },
  });

  faults.splice(0);
  const again = await company.query(PEOPLE, { after: sessions.pageInfo.endCursor });
  expect(again.data.people[0].sessions).toMatchObject({ nodes: [{ service: 'SSM' }], incomplete: false });
});

test('A service that hangs is PENDING at the deadline, not a timeout of the router', async () => {
  await start({ people }, 500);
  company.gateway.emulator.faults.push({ service: 'ssm', kind: 'hang' });
  const { data } = await company.query('{ people { sessions { nodes { service } sources { service status } } } }');
  const [{ sessions }] = data.people;
  expect(sessions.nodes).toEqual([{ service: 'APPSTREAM' }]);
  expect(sessions.sources).toContainEqual({ service: 'SSM', status: 'PENDING' });
});
