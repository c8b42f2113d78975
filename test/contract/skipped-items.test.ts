import * as appstream from '@aws-sdk/client-appstream';
import * as ssm from '@aws-sdk/client-ssm';
import * as workspaces from '@aws-sdk/client-workspaces';
import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JSON_1_1, startFakeAws } from '../support/fake-aws.ts';
import { startGateway } from '../support/gateway.ts';
import { selectAll } from '../support/select-all.ts';

type Answers = Readonly<Record<string, unknown>>;

/** A gateway before an AWS that answers by operation: with `answers` as they are when it is asked. */
async function startWith(answers: Answers) {
  const aws = await startFakeAws((response, request) => {
    const target = String(request.headers['x-amz-target']);
    const [service = '', operation = ''] = target.split('.');
    const named = `${service.includes('SSM') ? 'ssm' : 'aws'}.${operation}`;
    response.writeHead(200, JSON_1_1).end(JSON.stringify(answers[named] ?? answers[operation] ?? {}));
  });
  const gateway = await startGateway({ endpoint: aws.endpoint, cacheTtlMs: 0, deadlineMs: 3_000 });
  onTestFinished(() => gateway.close());
  return gateway;
}

const fleet = (Name: string) => ({
  Name,
  Arn: `arn:aws:appstream:eu-west-1:123456789012:fleet/${Name}`,
  State: 'RUNNING',
});

const LISTS: readonly (readonly [string, string, string, string, (id: string) => object, string])[] = [
  ['fleets', 'DescribeFleets', 'Fleets', 'Name', fleet, '{ fleets { nodes { key: name } } }'],
  ['stacks', 'DescribeStacks', 'Stacks', 'Name', (Name) => ({ Name }), '{ stacks { nodes { key: name } } }'],
  [
    'pools',
    'DescribeWorkspacesPools',
    'WorkspacesPools',
    'PoolId',
    (PoolId) => ({ PoolId }),
    '{ pools { nodes { key: poolId } } }',
  ],
  [
    'nodes',
    'DescribeInstanceInformation',
    'InstanceInformationList',
    'InstanceId',
    (InstanceId) => ({ InstanceId }),
    '{ managedNodes { nodes { key: instanceId } } }',
  ],
  [
    'SSM sessions',
    'ssm.DescribeSessions',
    'Sessions',
    'SessionId',
    (SessionId) => ({ SessionId }),
    '{ ssmSessions { nodes { key: sessionId } } }',
  ],
  [
    'AppStream sessions',
    'aws.DescribeSessions',
    'Sessions',
    'Id',
    (Id) => ({ Id, UserId: 'u', StackName: 'S', FleetName: 'f' }),
    '{ appStreamSessions(stackName: "S", fleetName: "f") { nodes { key: sessionId } } }',
  ],
  [
    'pool sessions',
    'DescribeWorkspacesPoolSessions',
    'Sessions',
    'SessionId',
    (SessionId) => ({ SessionId, UserId: 'u', PoolId: 'wspool-123456789' }),
    '{ poolSessions(poolId: "wspool-123456789") { nodes { key: sessionId } } }',
  ],
];

describe('An item without its key is one item less, and one line in the log', () => {
  test.each(LISTS)('in a list of %s', async (_title, operation, list, key, item, query) => {
    const { [key]: _gone, ...without } = item('x') as Record<string, unknown>;
    const odd = [null, 5, 'text', [], {}, true, without, { ...without, [key]: null }, { ...without, [key]: 7 }];
    const gateway = await startWith({ [operation]: { [list]: [item('a-1'), ...odd, item('b-2')] } });
    const { data, errors } = await gateway.query(query);
    expect(errors).toBeUndefined();
    const [answer] = Object.values(data) as [{ nodes: readonly { key: string }[] }];
    expect(answer.nodes.map((node) => node.key)).toEqual(['a-1', 'b-2']);
    const lines = gateway.log.filter(({ level }) => level === 'warn');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ operation: operation.split('.').at(-1), skipped: odd.length });
  });

  test('in the names of a stack’s fleets and a fleet’s stacks', async () => {
    const gateway = await startWith({
      DescribeFleets: { Fleets: [fleet('design'), null] },
      DescribeStacks: { Stacks: [{ Name: 'Design' }, {}] },
      ListAssociatedFleets: { Names: ['design', null, 5, {}, ''] },
      ListAssociatedStacks: { Names: [null, 'Design', ['Design']] },
    });
    const { data, errors } = await gateway.query(
      '{ fleets { nodes { name stacks { nodes { name } } } } stacks { nodes { fleets { nodes { name } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.fleets.nodes).toEqual([{ name: 'design', stacks: { nodes: [{ name: 'Design' }] } }]);
    expect(data.stacks.nodes).toEqual([{ fleets: { nodes: [{ name: 'design' }] } }]);
  });

  test('that lacks what the request names has it from there', async () => {
    const gateway = await startWith({
      'aws.DescribeSessions': { Sessions: [{ Id: 'a', UserId: 'u' }] },
      DescribeWorkspacesPoolSessions: { Sessions: [{ SessionId: 'b', UserId: 'u' }] },
    });
    const { data, errors } = await gateway.query(`{
      appStreamSessions(stackName: "S", fleetName: "f") { nodes { sessionId stackName fleetName } }
      poolSessions(poolId: "wspool-123456789") { nodes { sessionId poolId } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      appStreamSessions: { nodes: [{ sessionId: 'a', stackName: 'S', fleetName: 'f' }] },
      poolSessions: { nodes: [{ sessionId: 'b', poolId: 'wspool-123456789' }] },
    });
  });

  test('a time that is none leaves the rest of the page', async () => {
    const gateway = await startWith({
      'ssm.DescribeSessions': {
        Sessions: [
          { SessionId: 'a', StartDate: 'soon' },
          { SessionId: 'b', StartDate: 1_790_000_000 },
        ],
      },
    });
    const { data } = await gateway.query('{ ssmSessions { nodes { sessionId startedAt } } }');
    expect(data.ssmSessions.nodes).toEqual([
      { sessionId: 'a', startedAt: null },
      { sessionId: 'b', startedAt: '2026-09-21T14:13:20.000Z' },
    ]);
  });
});

/** Every field of everything that comes from AWS. */
const EVERYTHING = `{
  fleets(first: 5) { nodes ${selectAll('Fleet')} }
  stacks(first: 5) { nodes ${selectAll('Stack')} }
  appStreamSessions(stackName: "S", fleetName: "f", first: 5) { nodes ${selectAll('AppStreamSession')} }
  ssmSessions(first: 5) { nodes ${selectAll('SsmSession')} }
  managedNodes(first: 5) { nodes ${selectAll('ManagedNode')} }
  pools(first: 5) { nodes ${selectAll('Pool')} }
  poolSessions(poolId: "wspool-123456789", first: 5) { nodes ${selectAll('PoolSession')} }
  sessions(first: 5) { nodes { id sessionId status startedAt user { userName } } sources { status error { code } } }
}`;

/** Undocumented JSON. */
const odd = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e300, 2 ** 40, -1e15, 1_790_000_000),
    fc.constantFrom(
      '',
      'x',
      '\u0000',
      '\ud800',
      '__proto__',
      'constructor',
      'PENDING',
      '2026-01-01T00:00:00Z',
      'NaN',
      'Infinity',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('Name', 'Id', 'State', 'Key', '__proto__', '__type', 'toString'), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value;

/** Shape of AWS's model, with a value here and there that the model does not have. */
function shaped(schema: NormalizedSchema): fc.Arbitrary<unknown> {
  const right = rightly(schema);
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: odd });
}

function rightly(schema: NormalizedSchema): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].map(([name, member]) => [name, shaped(member)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: [] });
  }
  if (schema.isListSchema()) return fc.array(shaped(schema.getValueSchema()), { maxLength: 3 });
  if (schema.isMapSchema())
    return fc.dictionary(fc.string({ maxLength: 3 }), shaped(schema.getValueSchema()), { maxKeys: 2 });
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isTimestampSchema()) return fc.constantFrom(1_790_000_000, 1_790_000_000.5);
  if (schema.isNumericSchema()) return fc.nat(10_000);
  return fc.constantFrom('a', 'b', 'f', 'S', 'ACTIVE', 'Connected');
}

const ANSWERS: Readonly<Record<string, unknown>> = {
  DescribeFleets: appstream.DescribeFleetsResult$,
  DescribeStacks: appstream.DescribeStacksResult$,
  'aws.DescribeSessions': appstream.DescribeSessionsResult$,
  ListAssociatedFleets: appstream.ListAssociatedFleetsResult$,
  ListAssociatedStacks: appstream.ListAssociatedStacksResult$,
  'ssm.DescribeSessions': ssm.DescribeSessionsResponse$,
  DescribeInstanceInformation: ssm.DescribeInstanceInformationResult$,
  DescribeWorkspacesPools: workspaces.DescribeWorkspacesPoolsResult$,
  DescribeWorkspacesPoolSessions: workspaces.DescribeWorkspacesPoolSessionsResult$,
};

/** No token that leads on: what loops is not the subject here. */
const withoutToken = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'NextToken' in answer && typeof answer.NextToken === 'string'
    ? { ...answer, NextToken: '' }
    : answer;

const answers = fc.record(
  Object.fromEntries(
    Object.entries(ANSWERS).map(([operation, schema]) => [
      operation,
      shaped(NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0])).map(withoutToken),
    ]),
  ),
);

test('no shape of AWS’s answers causes an internal error', async () => {
  let current: Answers = {};
  const gateway = await startWith(new Proxy({}, { get: (_target, name: string) => current[name] }) as Answers);
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(answers, async (next) => {
      current = next;
      const { data, errors = [] } = await gateway.query(EVERYTHING);
      shown += Object.values(data ?? {}).some((list) => list !== null) ? 1 : 0;
      const others = errors.filter(({ extensions }) => extensions.code !== 'UPSTREAM_ERROR');
      const details = JSON.stringify(gateway.log.filter(({ level }) => level === 'error').at(-1));
      expect(
        others.map(({ message, path }) => ({ message, path })),
        details,
      ).toEqual([]);
    }),
    { numRuns: 60, interruptAfterTimeLimit: 12_000 },
  );
  // Most of it is shown all the same.
  expect(shown).toBeGreaterThan(5);
});
