import { expect } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';
import { buildWorld } from './world.ts';

/** The gateway of the file that runs, over a fleet in each state and of each type. */
export let gateway: TestGateway;

export async function startFleets(): Promise<void> {
  const { world } = buildWorld()
    .fleet('stopped', { State: 'STOPPED' })
    .fleet('shared', { State: 'STOPPED', MaxSessionsPerInstance: 5 })
    .fleet('elastic', { State: 'STOPPED', FleetType: 'ELASTIC' })
    .fleet('running', { State: 'RUNNING', FleetType: 'ON_DEMAND' })
    .fleet('running-elastic', { State: 'RUNNING', FleetType: 'ELASTIC' })
    .fleet('starting', { State: 'STARTING' })
    .fleet('stopping', { State: 'STOPPING' });
  gateway = await startGateway({ world });
  await gateway.query('{ fleet(name: "unknown") { name } }');
}

export type Input = Record<string, unknown>;

export const CREATE = `mutation ($input: CreateFleetInput!) {
  createFleet(input: $input) { fleet { name } userErrors { code message field } }
}`;
export const UPDATE = `mutation ($input: UpdateFleetInput!) {
  updateFleet(input: $input) { fleet { name } userErrors { code message field } }
}`;

/** Errors by which a mutation is rejected: each code and its location, `code at computeCapacity.desiredSessions`. */
export async function rejections(document: string, input: Input): Promise<string[]> {
  const { data, errors } = await gateway.query(document, { input });
  expect(errors).toBeUndefined();
  const [payload] = Object.values(data) as [
    { fleet: unknown; userErrors: { code: string; message: string; field: string[] }[] },
  ];
  if (payload.userErrors.length > 0) expect(payload.fleet).toBeNull();
  return payload.userErrors.map(({ code, message, field }) => {
    expect(message).toMatch(/^[A-Z`].*\.$/s);
    expect(field[0]).toBe('input');
    return `${code} at ${field.slice(1).join('.')}`;
  });
}

export const calls = () => gateway.emulator.calls.map(({ operation }) => operation);

export const PLAIN = {
  name: 'new',
  instanceType: 'stream.standard.medium',
  imageName: 'base',
  computeCapacity: { desiredInstances: 2 },
};
export const SHARED = { ...PLAIN, computeCapacity: { desiredSessions: 20 }, maxSessionsPerInstance: 5 };
export const ELASTIC = {
  name: 'new',
  instanceType: 'stream.standard.medium',
  fleetType: 'ELASTIC',
  maxConcurrentSessions: 10,
  vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
};
export const ARN = 'arn:aws:appstream:eu-west-1:123456789012:image/base';
