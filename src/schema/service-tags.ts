/** Which AWS service a type of things belongs to: its `@tag`, by which a platform team includes or leaves out a service. */
const TAGS: Readonly<Record<string, ServiceTag>> = {
  Fleet: 'appstream',
  Stack: 'appstream',
  AppStreamSession: 'appstream',
  ManagedNode: 'ssm',
  SsmSession: 'ssm',
  Pool: 'workspaces',
  PoolSession: 'workspaces',
};

export type ServiceTag = 'appstream' | 'ssm' | 'workspaces';

/** The tag of a type, or of a connection or edge of it; undefined for what belongs to all services. */
export function serviceTag(typeName: string): ServiceTag | undefined {
  return TAGS[typeName.replace(/(?:Connection|Edge)$/, '')];
}
