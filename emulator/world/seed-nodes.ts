import type { Random } from './random.ts';
import type { LocationState, ManagedNode } from './state.ts';

const hour = 60 * 60_000;
const platforms = [
  { PlatformType: 'Linux', PlatformName: 'Amazon Linux', PlatformVersion: '2023' },
  { PlatformType: 'Linux', PlatformName: 'Ubuntu', PlatformVersion: '24.04' },
  { PlatformType: 'Windows', PlatformName: 'Microsoft Windows Server 2022 Datacenter', PlatformVersion: '10.0.20348' },
  { PlatformType: 'MacOS', PlatformName: 'macOS', PlatformVersion: '15.1' },
] as const;
const purposes = ['web', 'db', 'build', 'bastion', 'batch', 'files'];

/** Adds managed nodes: EC2 instances, every fifth a hybrid node (`mi-…`). */
export function seedNodes(location: LocationState, random: Random, count: number, now: number): void {
  for (let index = 0; index < count; index += 1) {
    const hybrid = index % 5 === 4;
    const node = commonPart(random, index, now);
    Object.assign(node, hybrid ? hybridPart(random, index, now) : ec2Part());
    node.InstanceId = `${hybrid ? 'mi' : 'i'}-0${random.hex(16)}`;
    location.nodes.set(node.InstanceId, node);
  }
}

function commonPart(random: Random, index: number, now: number): ManagedNode {
  const lastAssociation = new Date(now - random.between(1, 20) * hour);
  const failed = random.chance(0.15);
  const status = failed ? 'Failed' : 'Success';
  return {
    InstanceId: '',
    PingStatus: random.chance(0.85) ? 'Online' : random.pick(['ConnectionLost', 'Inactive']),
    LastPingDateTime: new Date(now - random.between(10, 290) * 1000),
    AgentVersion: random.pick(['3.3.3050.0', '3.3.2299.0']),
    IsLatestVersion: random.chance(0.7),
    ...random.pick(platforms.slice(0, index % 10 === 9 ? 4 : 3)),
    IPAddress: `10.${random.between(32, 63)}.${random.between(0, 255)}.${random.between(4, 254)}`,
    ComputerName: `${random.pick(purposes)}-${String(index + 1).padStart(2, '0')}.corp.example.com`,
    AssociationStatus: status,
    LastAssociationExecutionDate: lastAssociation,
    LastSuccessfulAssociationExecutionDate: failed ? new Date(lastAssociation.getTime() - 24 * hour) : lastAssociation,
    AssociationOverview: {
      DetailedStatus: status,
      InstanceAssociationStatusAggregatedCount: failed ? { Success: 2, Failed: 1 } : { Success: random.between(1, 4) },
    },
  };
}

function ec2Part(): Partial<ManagedNode> {
  return { ResourceType: 'EC2Instance' };
}

/** Members of nodes with an activation. */
function hybridPart(random: Random, index: number, now: number): Partial<ManagedNode> {
  return {
    ResourceType: 'ManagedInstance',
    ActivationId: random.uuid(),
    IamRole: 'service-role/AmazonEC2RunCommandRoleForManagedInstances',
    RegistrationDate: new Date(now - random.between(1, 600) * 24 * hour),
    Name: `on-premises-${index + 1}`,
    ...(random.chance(0.3) && {
      SourceId: `i-0${random.hex(16)}`,
      SourceType: 'AWS::EC2::Instance',
      SourceLocation: 'eu-west-1',
    }),
  };
}
