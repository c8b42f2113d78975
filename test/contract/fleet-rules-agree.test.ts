import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

/** Few runs suffice: every value is at or beside a limit. A seed makes a failure come again. */
const RUNS = { numRuns: 500, seed: 5 };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().world });
});
afterAll(() => gateway.close());

const oneOf = <Value>(...values: Value[]) => fc.constantFrom(undefined, ...values);
const text = (...lengths: number[]) => oneOf(...lengths.map((length) => 'x'.repeat(length)));
const lists = (...items: string[]) =>
  fc.option(fc.array(fc.constantFrom(...items), { maxLength: 6 }), { nil: undefined });

const members = {
  imageName: oneOf('base', 'no name'),
  imageArn: oneOf('arn:aws:appstream:eu-west-1:123456789012:image/base', 'arn'),
  computeCapacity: oneOf(
    {},
    { desiredInstances: 2 },
    { desiredInstances: 0 },
    { desiredInstances: -1 },
    { desiredSessions: 4 },
    { desiredInstances: 1, desiredSessions: 1 },
  ),
  vpcConfig: fc.option(
    fc.record({ subnetIds: lists('subnet-1', 'subnet-2', ''), securityGroupIds: lists('sg-1', 'sg-2', '') }),
    { nil: undefined },
  ),
  maxUserDurationInSeconds: oneOf(599, 600, 432_000, 432_001),
  disconnectTimeoutInSeconds: oneOf(59, 60, 36_000, 36_001),
  idleDisconnectTimeoutInSeconds: oneOf(-1, 0, 1, 59, 60, 36_000, 36_001),
  description: text(0, 256, 257),
  displayName: text(0, 100, 101),
  domainJoinInfo: oneOf({ directoryName: 'corp' }, { organizationalUnitDistinguishedName: 'o'.repeat(2_001) }),
  iamRoleArn: oneOf('arn:aws:iam::123456789012:role/Design', 'Design'),
  streamView: oneOf('APP', 'DESKTOP'),
  platform: oneOf('WINDOWS', 'AMAZON_LINUX2', 'ROCKY_LINUX8'),
  maxConcurrentSessions: oneOf(1, 10),
  usbDeviceFilterStrings: lists('host,3,*,*,*,*,1,1', 'host'),
  sessionScriptS3Location: oneOf({ s3Bucket: 'scripts' }, { s3Bucket: 'A' }, { s3Bucket: 'abc', s3Key: '' }),
  maxSessionsPerInstance: oneOf(1, 5),
  rootVolumeConfig: oneOf({}, { volumeSizeInGb: 199 }, { volumeSizeInGb: 200 }, { volumeSizeInGb: 501 }),
};
const small = 'stream.standard.small';
const instanceType = fc.constantFrom(small, small, small, 'stream.compute.large', 'stream.graphics-pro.4xlarge', '');
/** Most members are left out, else nothing would ever be right. */
const sparse = <Shape extends Record<string, fc.Arbitrary<unknown>>>(shape: Shape) =>
  fc
    .tuple(fc.record(shape), fc.uniqueArray(fc.constantFrom(...Object.keys(shape)), { maxLength: 3 }))
    .map(([input, kept]) => Object.fromEntries(Object.entries(input).filter(([name]) => kept.includes(name))));

/** Answer of AWS to a request that breaks its model or its documentation. */
const BROKEN =
  /^(ValidationException|SerializationException|InvalidParameterCombinationException|ResourceInUseException)$/;

async function change(field: string, input: object) {
  gateway.emulator.clearCalls();
  const typeName = field.charAt(0).toUpperCase() + field.slice(1);
  const { data, errors } = await gateway.query(
    `mutation ($input: ${typeName}Input!) { it: ${field}(input: $input) { userErrors { code message field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  const sent = gateway.emulator.calls.filter(({ operation }) => operation === typeName);
  expect(sent.filter(({ outcome }) => BROKEN.test(outcome))).toEqual([]);
  // AWS accepts exactly what the gateway sends.
  expect(sent.length === 1).toBe(data.it.userErrors.length === 0);
  return sent.length;
}

test('What createFleet lets through, AWS takes', async () => {
  const base = fc.constantFrom(
    { fleetType: 'ALWAYS_ON', imageName: 'base', computeCapacity: { desiredInstances: 1 } },
    { imageName: 'base', computeCapacity: { desiredSessions: 10 }, maxSessionsPerInstance: 5 },
    { fleetType: 'ELASTIC', maxConcurrentSessions: 5, vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] } },
    { fleetType: 'ON_DEMAND' },
    {},
  );
  const tags = fc.array(
    fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'aws:c', ''), value: fc.constantFrom('', 'é', 'x', '<') }),
    {
      maxLength: 2,
    },
  );
  let made = 0;
  await fc.assert(
    fc.asyncProperty(base, sparse(members), tags, instanceType, async (given, more, labels, size) => {
      const name = `fleet-${made}`;
      made += await change('createFleet', { name, instanceType: size, ...given, ...more, tags: labels });
    }),
    RUNS,
  );
  expect(made).toBeGreaterThan(30);
});

test('What updateFleet lets through, AWS takes', async () => {
  const { fleets } = gateway.emulator.world.location(testAccountId, testRegion);
  const fleet = fc.record({
    FleetType: fc.constantFrom('ALWAYS_ON', 'ON_DEMAND', 'ELASTIC'),
    State: fc.constantFrom('STOPPED', 'STOPPED', 'RUNNING', 'STARTING', 'STOPPING'),
    MaxSessionsPerInstance: fc.constantFrom(undefined, 5),
  });
  const attributesToDelete = fc.uniqueArray(
    fc.constantFrom('VPC_CONFIGURATION', 'IAM_ROLE_ARN', 'MAX_SESSIONS_PER_INSTANCE', 'USB_DEVICE_FILTER_STRINGS'),
    { maxLength: 2 },
  );
  const more = { ...members, instanceType, deleteVpcConfig: oneOf(true, false), attributesToDelete };
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fleet, sparse(more), async (state, input) => {
      const { world } = buildWorld().fleet('design', state as never);
      const known = world.location(testAccountId, testRegion).fleets.get('design');
      if (known) fleets.set('design', known);
      made += await change('updateFleet', { name: 'design', ...input });
    }),
    RUNS,
  );
  expect(made).toBeGreaterThan(30);
});
