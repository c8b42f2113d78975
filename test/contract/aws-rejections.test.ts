import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
beforeEach(async () => {
  const { world } = buildWorld()
    .fleet('design', { State: 'STOPPED' })
    .fleet('sales', { State: 'RUNNING' })
    .fleet('starting', { State: 'STARTING' })
    .stack('Design')
    .stack('Sales')
    .associate('Sales', 'sales')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Sales', fleet: 'sales' });
  gateway = await startGateway({ world });
});
afterEach(() => gateway.close());

/** The field of a mutation, as `it`, with all that a rejection says. */
const ask = (field: string) => gateway.query(`mutation { it: ${field} { userErrors { code message field } } }`);

const CREATE = `createFleet(input: {
  name: "design", instanceType: "stream.standard.medium", imageName: "base", computeCapacity: { desiredInstances: 1 }
})`;
const UPDATE = 'updateFleet(input: { name: "design", displayName: "x" })';
const START = 'startFleet(input: { name: "design" })';
const STOP = 'stopFleet(input: { name: "design" })';
const DELETE = 'deleteFleet(input: { name: "design" })';
const ASSOCIATE = 'associateFleet(input: { fleetName: "design", stackName: "Design" })';
const DISASSOCIATE = 'disassociateFleet(input: { fleetName: "design", stackName: "Design" })';
const NAME = ['input', 'name'];

describe('What AWS itself rejects is a userError:', () => {
  test.each<[string, string, string, readonly string[] | null]>([
    ['a fleet of a name that is taken', CREATE, 'ALREADY_EXISTS', NAME],
    ['to start an unknown fleet', 'startFleet(input: { name: "absent" })', 'NOT_FOUND', NAME],
    ['to stop an unknown fleet', 'stopFleet(input: { name: "absent" })', 'NOT_FOUND', NAME],
    ['to delete an unknown fleet', 'deleteFleet(input: { name: "absent" })', 'NOT_FOUND', NAME],
    ['to start a fleet that runs', 'startFleet(input: { name: "sales" })', 'NOT_PERMITTED', NAME],
    ['to stop a fleet that starts', 'stopFleet(input: { name: "starting" })', 'CONCURRENT_MODIFICATION', NAME],
    ['to delete a fleet that starts', 'deleteFleet(input: { name: "starting" })', 'CONCURRENT_MODIFICATION', NAME],
    ['to delete a fleet that is on a stack', DELETE, 'IN_USE', NAME],
    [
      'to associate with an unknown stack',
      'associateFleet(input: { fleetName: "design", stackName: "absent" })',
      'NOT_FOUND',
      ['input'],
    ],
    [
      'to dissolve what is not associated',
      'disassociateFleet(input: { fleetName: "sales", stackName: "Design" })',
      'NOT_FOUND',
      ['input'],
    ],
    [
      'to dissolve what has sessions',
      'disassociateFleet(input: { fleetName: "sales", stackName: "Sales" })',
      'IN_USE',
      ['input'],
    ],
  ])('%s', async (_title, field, code, location) => {
    const { data, errors } = await ask(field);
    expect(errors).toBeUndefined();
    expect(data.it.userErrors).toEqual([{ code, message: expect.stringMatching(/`\w+`.*\.$/), field: location }]);
  });
});

const SECRET = 'arn:aws:iam::999999999999:role/Secret of host internal.example.com';
const rejecting = (operation: string, code: string): Fault => ({ operation, kind: 'error', code, message: SECRET });

/** Errors that each operation declares in the service model (2026-08), but for failures of AWS itself. */
const DECLARED: Readonly<Record<string, readonly [field: string, names: string]>> = {
  CreateFleet: [
    CREATE,
    'ResourceAlreadyExists ResourceNotAvailable ResourceNotFound LimitExceeded InvalidAccountStatus InvalidRole ConcurrentModification InvalidParameterCombination IncompatibleImage OperationNotPermitted',
  ],
  UpdateFleet: [
    UPDATE,
    'ResourceInUse LimitExceeded InvalidAccountStatus InvalidRole ResourceNotFound ResourceNotAvailable InvalidParameterCombination ConcurrentModification IncompatibleImage OperationNotPermitted',
  ],
  StartFleet: [
    START,
    'ResourceNotFound OperationNotPermitted LimitExceeded InvalidAccountStatus ConcurrentModification ResourceNotAvailable InvalidRole',
  ],
  StopFleet: [STOP, 'ResourceNotFound ConcurrentModification'],
  DeleteFleet: [DELETE, 'ResourceInUse ResourceNotFound ConcurrentModification'],
  AssociateFleet: [
    ASSOCIATE,
    'LimitExceeded InvalidAccountStatus ResourceNotFound ConcurrentModification IncompatibleImage OperationNotPermitted',
  ],
  DisassociateFleet: [DISASSOCIATE, 'ResourceInUse ResourceNotFound ConcurrentModification OperationNotPermitted'],
};

const CODES: Readonly<Record<string, string>> = {
  ResourceAlreadyExists: 'ALREADY_EXISTS',
  ResourceNotAvailable: 'NOT_AVAILABLE',
  ResourceNotFound: 'NOT_FOUND',
  ResourceInUse: 'IN_USE',
  LimitExceeded: 'QUOTA_EXCEEDED',
  InvalidAccountStatus: 'ACCOUNT_SUSPENDED',
  InvalidRole: 'INVALID_ROLE',
  ConcurrentModification: 'CONCURRENT_MODIFICATION',
  InvalidParameterCombination: 'INVALID_COMBINATION',
  IncompatibleImage: 'INCOMPATIBLE_IMAGE',
  OperationNotPermitted: 'NOT_PERMITTED',
};

describe.each(Object.entries(DECLARED))('%s: each rejection that AWS declares', (operation, [field, names]) => {
  test.each(names.split(' '))('%s has a code of its own, our words, and is not tried again', async (name) => {
    gateway.emulator.faults.push(rejecting(operation, `${name}Exception`));
    const { data, errors } = await ask(field);
    expect(errors).toBeUndefined();
    expect(data.it.userErrors).toEqual([
      { code: CODES[name], message: expect.stringMatching(/\.$/), field: data.it.userErrors[0].field },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/Secret|internal|999999999999/);
    expect(gateway.emulator.count(operation)).toBe(1);
  });
});

test('A resource that a creation refers to and AWS does not find is not reported as an error of the name', async () => {
  gateway.emulator.faults.push(rejecting('CreateFleet', 'ResourceNotFoundException'));
  expect((await ask(CREATE)).data.it.userErrors[0]).toMatchObject({ code: 'NOT_FOUND', field: null });
});

test('A value that only AWS’s model rejects is INVALID_PARAMETER', async () => {
  gateway.emulator.faults.push(rejecting('CreateFleet', 'ValidationException'));
  expect((await ask(CREATE)).data.it.userErrors[0]).toMatchObject({ code: 'INVALID_PARAMETER', field: null });
});

describe('Trouble upstream is a GraphQL error, and nothing of AWS’s words in it:', () => {
  test.each([
    ['AccessDeniedException', 'UPSTREAM_ACCESS_DENIED'],
    ['ExpiredTokenException', 'UPSTREAM_CREDENTIALS'],
    ['BrandNewException', 'UPSTREAM_ERROR'],
  ])('%s', async (name, code) => {
    gateway.emulator.faults.push(rejecting('CreateFleet', name));
    const { data, errors } = await ask(CREATE);
    expect(data).toBeNull();
    expect(errors?.[0]).toMatchObject({ path: ['it'], extensions: { code, operation: 'CreateFleet' } });
    expect(JSON.stringify(errors)).not.toMatch(/Secret|internal|999999999999/);
  });

  test('A creation with an unknown outcome is not retried', async () => {
    gateway.emulator.faults.push({ operation: 'CreateFleet', kind: 'reset' });
    const { errors } = await ask(CREATE);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(errors?.[0]?.message).toMatch(/check before you retry it\.$/);
    expect(gateway.emulator.count('CreateFleet')).toBe(1);
  });

  test('What AWS throttles was not done, and is sent again until it is', async () => {
    gateway.emulator.faults.push({ ...rejecting('DeleteFleet', 'RequestLimitExceededException'), times: 1 });
    await ask(DISASSOCIATE);
    expect((await ask(DELETE)).data.it.userErrors).toEqual([]);
    expect(gateway.emulator.count('DeleteFleet')).toBe(2);
  });
});
