import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
beforeEach(async () => {
  const { world } = buildWorld()
    .fleet('design', { State: 'STOPPED' })
    .fleet('sales', { State: 'RUNNING' })
    .stack('Design')
    .stack('Sales')
    .associate('Sales', 'sales');
  gateway = await startGateway({ world });
  await gateway.query('{ fleet(name: "absent") { name } }');
  gateway.emulator.clearCalls();
});
afterEach(() => gateway.close());

const calls = () => gateway.emulator.calls.map(({ operation }) => operation);
const inputOf = (operation: string) => gateway.emulator.calls.find((call) => call.operation === operation)?.input;

const PLAIN = {
  name: 'new',
  instanceType: 'stream.standard.medium',
  imageName: 'base',
  computeCapacity: { desiredInstances: 2 },
};

function create(input: object, selection = 'name') {
  return gateway.query(
    `mutation ($input: CreateFleetInput!) { createFleet(input: $input) { fleet { ${selection} } userErrors { code field } } }`,
    { input },
  );
}

describe('createFleet', () => {
  test('makes a fleet that is found by every query', async () => {
    await gateway.query('{ fleets { nodes { name } } }');
    const { data } = await create(
      PLAIN,
      'id name state instanceType computeCapacityStatus { desired } location { region }',
    );
    expect(data.createFleet).toEqual({
      fleet: {
        id: expect.any(String),
        name: 'new',
        state: 'STOPPED',
        instanceType: 'stream.standard.medium',
        computeCapacityStatus: { desired: 2 },
        location: { region: 'eu-west-1' },
      },
      userErrors: [],
    });
    const again = await gateway.query(
      `{ fleets { nodes { name } } fleet(name: "new") { name } node(id: "${data.createFleet.fleet.id}") { ... on Fleet { name } } }`,
    );
    expect(again.data.fleets.nodes).toContainEqual({ name: 'new' });
    expect(again.data.fleet).toEqual({ name: 'new' });
    expect(again.data.node).toEqual({ name: 'new' });
  });

  test('makes a multi-session fleet', async () => {
    const { data } = await create(
      { ...PLAIN, computeCapacity: { desiredSessions: 20 }, maxSessionsPerInstance: 5 },
      'maxSessionsPerInstance computeCapacityStatus { desired }',
    );
    expect(data.createFleet).toEqual({
      fleet: { maxSessionsPerInstance: 5, computeCapacityStatus: { desired: 4 } },
      userErrors: [],
    });
    expect(inputOf('CreateFleet')).toMatchObject({
      ComputeCapacity: { DesiredSessions: 20 },
      MaxSessionsPerInstance: 5,
    });
  });

  test('hands every member on to AWS under its name, and no other', async () => {
    await create({
      ...PLAIN,
      fleetType: 'ON_DEMAND',
      vpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      maxUserDurationInSeconds: 3_600,
      disconnectTimeoutInSeconds: 300,
      idleDisconnectTimeoutInSeconds: 0,
      description: 'For designers',
      displayName: '',
      enableDefaultInternetAccess: false,
      domainJoinInfo: { directoryName: 'corp.example.com', organizationalUnitDistinguishedName: 'OU=Design' },
      tags: [{ key: 'team', value: 'design' }, { key: 'note' }, { key: '__proto__', value: 'x' }],
      iamRoleArn: 'arn:aws:iam::123456789012:role/Design',
      streamView: 'DESKTOP',
      platform: 'WINDOWS_SERVER_2022',
      usbDeviceFilterStrings: ['host,3,*,*,*,*,1,1'],
      rootVolumeConfig: { volumeSizeInGb: 300 },
      disableIMDSV1: true,
      region: 'eu-west-1',
      accountId: '123456789012',
    });
    expect(JSON.parse(JSON.stringify(inputOf('CreateFleet')))).toEqual(
      JSON.parse(`{
        "Name": "new",
        "InstanceType": "stream.standard.medium",
        "ImageName": "base",
        "ComputeCapacity": { "DesiredInstances": 2 },
        "FleetType": "ON_DEMAND",
        "VpcConfig": { "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"] },
        "MaxUserDurationInSeconds": 3600,
        "DisconnectTimeoutInSeconds": 300,
        "IdleDisconnectTimeoutInSeconds": 0,
        "Description": "For designers",
        "DisplayName": "",
        "EnableDefaultInternetAccess": false,
        "DomainJoinInfo": { "DirectoryName": "corp.example.com", "OrganizationalUnitDistinguishedName": "OU=Design" },
        "Tags": { "team": "design", "note": "", "__proto__": "x" },
        "IamRoleArn": "arn:aws:iam::123456789012:role/Design",
        "StreamView": "DESKTOP",
        "Platform": "WINDOWS_SERVER_2022",
        "UsbDeviceFilterStrings": ["host,3,*,*,*,*,1,1"],
        "RootVolumeConfig": { "VolumeSizeInGb": 300 },
        "DisableIMDSV1": true
      }`),
    );
  });

  test('makes an ELASTIC fleet', async () => {
    const { data } = await create(
      {
        name: 'new',
        instanceType: 'stream.standard.small',
        fleetType: 'ELASTIC',
        platform: 'AMAZON_LINUX2',
        maxConcurrentSessions: 10,
        vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
        sessionScriptS3Location: { s3Bucket: 'scripts', s3Key: 'all.zip' },
      },
      'fleetType maxConcurrentSessions sessionScriptS3Location { s3Bucket s3Key }',
    );
    expect(data.createFleet).toEqual({
      fleet: {
        fleetType: 'ELASTIC',
        maxConcurrentSessions: 10,
        sessionScriptS3Location: { s3Bucket: 'scripts', s3Key: 'all.zip' },
      },
      userErrors: [],
    });
  });

  test('takes null, and an empty list of tags, for not given', async () => {
    await create({ ...PLAIN, description: null, vpcConfig: null, tags: [], fleetType: null, region: null });
    expect(inputOf('CreateFleet')).toEqual({
      Name: 'new',
      InstanceType: 'stream.standard.medium',
      ImageName: 'base',
      ComputeCapacity: { DesiredInstances: 2 },
    });
  });

  test('reads nothing that is not asked for', async () => {
    await gateway.query('mutation ($input: CreateFleetInput!) { createFleet(input: $input) { userErrors { code } } }', {
      input: PLAIN,
    });
    expect(calls()).toEqual(['CreateFleet']);
  });

  test('gives what AWS answered where the new fleet cannot be read yet', async () => {
    gateway.emulator.faults.push({
      operation: 'DescribeFleets',
      kind: 'error',
      code: 'ResourceNotFoundException',
      times: 1,
    });
    expect((await create(PLAIN, 'name state')).data.createFleet.fleet).toEqual({ name: 'new', state: 'STOPPED' });
  });

  test('rejects UNKNOWN, which is not a value of AWS', async () => {
    const { errors } = await create({ ...PLAIN, streamView: 'UNKNOWN' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(calls()).toEqual([]);
  });
});

describe('updateFleet', () => {
  test('changes what is given and nothing else', async () => {
    await gateway.query('{ fleet(name: "design") { displayName } }');
    gateway.emulator.clearCalls();
    const { data } = await gateway.query(`mutation {
      updateFleet(input: { name: "design", displayName: "Design", streamView: null }) {
        fleet { name displayName instanceType }
        userErrors { code }
      }
    }`);
    expect(data.updateFleet).toEqual({
      fleet: { name: 'design', displayName: 'Design', instanceType: expect.any(String) },
      userErrors: [],
    });
    expect(inputOf('UpdateFleet')).toEqual({ Name: 'design', DisplayName: 'Design' });
    expect(calls()).toEqual(['DescribeFleets', 'UpdateFleet', 'DescribeFleets']);
  });

  test('makes a fleet multi-session, and single-session again', async () => {
    const update = (input: string) =>
      gateway.query(
        `mutation { updateFleet(input: { name: "design", ${input} }) { fleet { maxSessionsPerInstance computeCapacityStatus { desired } } userErrors { code field } } }`,
      );
    const shared = await update('maxSessionsPerInstance: 4, computeCapacity: { desiredSessions: 8 }');
    expect(shared.data.updateFleet).toEqual({
      fleet: { maxSessionsPerInstance: 4, computeCapacityStatus: { desired: 2 } },
      userErrors: [],
    });
    const single = await update(
      'attributesToDelete: [MAX_SESSIONS_PER_INSTANCE], computeCapacity: { desiredInstances: 3 }',
    );
    expect(single.data.updateFleet).toEqual({
      fleet: { maxSessionsPerInstance: null, computeCapacityStatus: { desired: 3 } },
      userErrors: [],
    });
  });

  test('is retried after an unknown outcome, as it is idempotent', async () => {
    gateway.emulator.faults.push({ operation: 'UpdateFleet', kind: 'reset', times: 1 });
    const { data } = await gateway.query(
      'mutation { updateFleet(input: { name: "design", displayName: "D" }) { fleet { displayName } userErrors { code } } }',
    );
    expect(data.updateFleet).toEqual({ fleet: { displayName: 'D' }, userErrors: [] });
  });
});

describe('A fleet', () => {
  const act = (field: string, selection: string) =>
    gateway.query(`mutation { it: ${field} { ${selection} userErrors { code field } } }`);

  test('is started and stopped', async () => {
    expect((await act('startFleet(input: { name: "design" })', 'fleet { state }')).data.it).toEqual({
      fleet: { state: 'STARTING' },
      userErrors: [],
    });
    expect((await act('stopFleet(input: { name: "sales" })', 'fleet { state }')).data.it).toEqual({
      fleet: { state: 'STOPPING' },
      userErrors: [],
    });
    const { data } = await gateway.query('{ fleets(names: ["design", "sales"]) { nodes { state } } }');
    expect(data.fleets.nodes).toEqual([{ state: 'STARTING' }, { state: 'STOPPING' }]);
  });

  test('is deleted, and absent from every query', async () => {
    await gateway.query('{ fleet(name: "design") { name } fleets { nodes { name } } }');
    expect((await act('deleteFleet(input: { name: "design" })', 'deletedFleetName')).data.it).toEqual({
      deletedFleetName: 'design',
      userErrors: [],
    });
    const { data } = await gateway.query('{ fleet(name: "design") { name } fleets { nodes { name } } }');
    expect(data).toEqual({ fleet: null, fleets: { nodes: [{ name: 'sales' }] } });
  });

  test('is associated with a stack and taken off it, and both are seen from either side', async () => {
    const seen =
      '{ fleet(name: "design") { stacks { nodes { name } } } stack(name: "Design") { fleets { nodes { name } } } }';
    const both = 'fleet { stacks { nodes { name } } } stack { fleets { nodes { name } } }';
    const together = {
      fleet: { stacks: { nodes: [{ name: 'Design' }] } },
      stack: { fleets: { nodes: [{ name: 'design' }] } },
    };
    const apart = { fleet: { stacks: { nodes: [] } }, stack: { fleets: { nodes: [] } } };
    const names = 'input: { fleetName: "design", stackName: "Design" }';
    expect((await gateway.query(seen)).data).toEqual(apart);
    expect((await act(`associateFleet(${names})`, both)).data.it).toEqual({ ...together, userErrors: [] });
    expect((await gateway.query(seen)).data).toEqual(together);
    expect((await act(`associateFleet(${names})`, both)).data.it).toEqual({ ...together, userErrors: [] });
    expect((await act(`disassociateFleet(${names})`, both)).data.it).toEqual({ ...apart, userErrors: [] });
    expect((await gateway.query(seen)).data).toEqual(apart);
  });
});
