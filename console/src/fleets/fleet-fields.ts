/** Field of the form of a new fleet. */
export interface FleetField {
  /** Path in `CreateFleetInput`: `computeCapacity.desiredInstances`. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly options?: readonly string[];
  readonly isNumber?: boolean;
}

/** Texts of the fields by their names. */
export type Values = Readonly<Record<string, string>>;

export const FLEET_FIELDS: readonly FleetField[] = [
  { name: 'name', label: 'Name', description: 'Unique in its account and region.' },
  { name: 'instanceType', label: 'Instance type', description: 'Such as stream.standard.large.' },
  { name: 'fleetType', label: 'Type', options: ['ON_DEMAND', 'ALWAYS_ON', 'ELASTIC'] },
  { name: 'imageName', label: 'Image' },
  {
    name: 'computeCapacity.desiredInstances',
    label: 'Instances',
    description: 'Not for elastic fleets.',
    isNumber: true,
  },
  { name: 'maxConcurrentSessions', label: 'Concurrent sessions', description: 'Elastic fleets only.', isNumber: true },
  {
    name: 'maxUserDurationInSeconds',
    label: 'Longest session',
    description: 'Seconds, 600 to 432000.',
    isNumber: true,
  },
  {
    name: 'disconnectTimeoutInSeconds',
    label: 'End after a disconnect',
    description: 'Seconds, 60 to 36000.',
    isNumber: true,
  },
  { name: 'region', label: 'Region', description: 'Needed where the gateway reads several.' },
];

/** Writes the form as `CreateFleetInput`. Empty fields are left out, so that AWS's defaults hold. */
export function inputOf(values: Values): Record<string, unknown> {
  const input: Record<string, unknown> = { name: '', instanceType: '' };
  for (const { name, isNumber } of FLEET_FIELDS) {
    const text = values[name]?.trim() ?? '';
    if (text === '') continue;
    const [outer = '', inner] = name.split('.');
    const value = isNumber ? Number(text) : text;
    if (inner === undefined) input[outer] = value;
    else input[outer] = { ...(input[outer] as object | undefined), [inner]: value };
  }
  return input;
}
