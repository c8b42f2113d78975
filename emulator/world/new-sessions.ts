import type { Random } from './random.ts';
import type {
  AppStreamFleet,
  AppStreamSession,
  LocationState,
  PoolSession,
  SsmSession,
  WorkspacesPool,
} from './state.ts';
import { appStreamUserId, emailOf, ssmOwner, type WorldUser } from './users.ts';
import { stacksOf } from './world.ts';

/** Creates sessions for the seed and the simulation. Times are milliseconds since the epoch. */
export interface SessionMaker {
  /** PENDING, without an instance. */
  appStream(stackName: string, fleet: AppStreamFleet, start: number): AppStreamSession;
  /** Assigns a streaming instance: ACTIVE and CONNECTED. */
  assignInstance(session: AppStreamSession, fleet: AppStreamFleet): void;
  /** Connecting. */
  ssm(start: number): SsmSession;
  /** CONNECTED. */
  pool(pool: WorkspacesPool, start: number): PoolSession;
}

/** AWS's default of MaxUserDurationInSeconds. Seconds. */
export const defaultUserDuration = 57_600;

const documents = [
  ['SSM-SessionManagerRunShell', 70],
  ['AWS-StartPortForwardingSession', 15],
  ['AWS-StartSSHSession', 10],
  ['AWS-StartInteractiveCommand', 5],
] as const;
const reasons = ['CHG-20418: patch the agent', 'INC-7731: disk is full', 'Weekly check', 'Collect logs for the vendor'];

export function createSessionMaker(location: LocationState, random: Random, users: readonly WorldUser[]): SessionMaker {
  const instances = createInstances(random);
  const instance = (): string => `i-0${random.hex(16)}`;
  // Only the seed adds nodes, so a changed size is the only change.
  let nodes: readonly string[] = [];
  function nodeIds(): readonly string[] {
    if (nodes.length !== location.nodes.size) nodes = [...location.nodes.keys()];
    return nodes;
  }

  return {
    appStream(stackName, fleet, start) {
      const type = authenticationType(fleet, random);
      const seconds = fleet.MaxUserDurationInSeconds ?? defaultUserDuration;
      return {
        Id: random.uuid(),
        UserId: appStreamUserId(random.pick(users), type, random),
        StackName: stackName,
        FleetName: fleet.Name,
        State: 'PENDING',
        StartTime: new Date(start),
        MaxExpirationTime: new Date(start + seconds * 1000),
        AuthenticationType: type,
      };
    },
    assignInstance(session, fleet) {
      session.State = 'ACTIVE';
      session.ConnectionState = 'CONNECTED';
      // Elastic fleets run in AWS's own network and show no instance.
      if (fleet.FleetType === 'ELASTIC') {
        session.InstanceDrainStatus = 'NOT_APPLICABLE';
        return;
      }
      session.InstanceId = instances.assign(fleet, instance, (id) => isDraining(location, fleet, id));
      session.InstanceDrainStatus = fleet.MaxSessionsPerInstance ? 'ACTIVE' : 'NOT_APPLICABLE';
      session.NetworkAccessConfiguration = networkOf(random, random.chance(0.3));
    },
    ssm(start) {
      const { arn, sessionPrefix } = ssmOwner(random.pick(users), location.accountId);
      const session: SsmSession = {
        SessionId: `${sessionPrefix}-0${random.hex(16)}`,
        Target: ssmTarget(nodeIds(), random),
        Status: 'Connecting',
        StartDate: new Date(start),
        DocumentName: weighted(documents, random),
        Owner: arn,
        AccessType: random.chance(0.08) ? 'JustInTime' : 'Standard',
      };
      if (random.chance(0.3)) session.Reason = random.pick(reasons);
      if (random.chance(0.25)) session.MaxSessionDuration = random.pick(['20', '60', '240', '1040']); // Minutes, F-11.
      return session;
    },
    pool(pool, start) {
      const seconds = pool.TimeoutSettings?.MaxUserDurationInSeconds ?? defaultUserDuration;
      return {
        SessionId: random.uuid(),
        PoolId: pool.PoolId,
        UserId: emailOf(random.pick(users), random),
        AuthenticationType: 'SAML',
        ConnectionState: 'CONNECTED',
        InstanceId: instance(),
        ExpirationTime: new Date(start + seconds * 1000),
        NetworkAccessConfiguration: networkOf(random, false),
        StartTime: new Date(start),
      };
    },
  };
}

/** An instance in drain mode accepts no new sessions. */
function isDraining(location: LocationState, fleet: AppStreamFleet, instanceId: string): boolean {
  if (!fleet.ComputeCapacityStatus.Draining) return false;
  return stacksOf(location, fleet.Name)
    .flatMap((stack) => location.appStreamSessions.of(stack, fleet.Name))
    .some((session) => session.InstanceId === instanceId && session.InstanceDrainStatus === 'DRAINING');
}

/** Assigns sessions to instances: those of a multi-session fleet fill one instance before the next is started. */
function createInstances(random: Random) {
  const open = new Map<string, { instanceId: string; free: number }>();
  return {
    assign(fleet: AppStreamFleet, newId: () => string, isDraining: (instanceId: string) => boolean): string {
      const most = fleet.MaxSessionsPerInstance ?? 1;
      if (most === 1) return newId();
      const current = open.get(fleet.Name);
      const fits = current !== undefined && current.free > 0 && !isDraining(current.instanceId);
      const instance = fits ? current : { instanceId: newId(), free: random.between(1, most) };
      instance.free -= 1;
      open.set(fleet.Name, instance);
      return instance.instanceId;
    },
  };
}

function authenticationType(
  fleet: AppStreamFleet,
  random: Random,
): NonNullable<AppStreamSession['AuthenticationType']> {
  if (fleet.DomainJoinInfo && random.chance(0.6)) return 'AWS_AD';
  return weighted(
    [
      ['SAML', 55],
      ['API', 25],
      ['USERPOOL', 20],
    ] as const,
    random,
  );
}

/** Mostly a managed node; otherwise an ECS task, or a node that no longer exists (F-12). */
function ssmTarget(nodes: readonly string[], random: Random): string {
  if (nodes.length > 0 && random.chance(0.85)) return random.pick(nodes);
  if (random.chance(0.6)) return `ecs:production_${random.hex(32)}_${random.hex(32)}-${random.between(1e9, 9e9)}`;
  return random.chance(0.7) ? `i-0${random.hex(16)}` : `mi-0${random.hex(16)}`;
}

function networkOf(random: Random, ipv6: boolean): NonNullable<AppStreamSession['NetworkAccessConfiguration']> {
  const address = `10.${random.between(0, 31)}.${random.between(0, 255)}.${random.between(4, 254)}`;
  return {
    EniPrivateIpAddress: address,
    ...(ipv6 && { EniIpv6Addresses: [`2a05:d018:${random.hex(3)}:${random.hex(4)}::${random.hex(4)}`] }),
    EniId: `eni-0${random.hex(16)}`,
  };
}

function weighted<Value>(choices: readonly (readonly [Value, number])[], random: Random): Value {
  let left = random.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  return (choices.at(-1) as readonly [Value, number])[0];
}
