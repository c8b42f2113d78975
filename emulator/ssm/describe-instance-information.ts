import type { Operation } from '../operation.ts';
import { ServiceError } from '../service-error.ts';
import type { MemberRule } from '../wire/constraints.ts';
import type { LocationState, ManagedNode } from '../world/state.ts';
import { invalidInstanceId, invalidNextToken } from './errors.ts';

interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

interface Input {
  InstanceInformationFilterList?: { key: string; valueSet: string[] }[];
  Filters?: { Key: string; Values: string[] }[];
  MaxResults?: number;
  NextToken?: string;
}

/** F-34: 5 to 50; "the default value is 10". */
const defaultMaxResults = 10;

const values = {
  type: 'list',
  required: true,
  min: 1,
  max: 100,
  member: { type: 'string', min: 1 },
} as const satisfies MemberRule;

/** Member that each filter key compares (InstanceInformationFilterKey of the model). */
const members: Readonly<Record<string, (node: ManagedNode) => string | undefined>> = {
  InstanceIds: (node) => node.InstanceId,
  AgentVersion: (node) => node.AgentVersion,
  PingStatus: (node) => node.PingStatus,
  PlatformTypes: (node) => node.PlatformType,
  ActivationIds: (node) => node.ActivationId,
  IamRole: (node) => node.IamRole,
  ResourceType: (node) => node.ResourceType,
  AssociationStatus: (node) => node.AssociationStatus,
};

export const describeInstanceInformation: Operation = {
  input: {
    InstanceInformationFilterList: {
      type: 'list',
      member: {
        type: 'structure',
        members: { key: { type: 'string', required: true, enum: Object.keys(members) }, valueSet: values },
      },
    },
    Filters: {
      type: 'list',
      member: { type: 'structure', members: { Key: { type: 'string', required: true, min: 1 }, Values: values } },
    },
    MaxResults: { type: 'integer', min: 5, max: 50 },
    NextToken: { type: 'string' },
  },
  run(call) {
    const input = call.input as unknown as Input;
    const filters = filtersOf(input);
    rejectUnknownInstances(call.location, filters);
    const nodes = [...call.location.nodes.values()].filter((node) =>
      filters.every(({ key, values: wanted }) => wanted.includes(members[key]?.(node) ?? '')),
    );
    const limit = input.MaxResults ?? defaultMaxResults;
    const page = call.page(nodes, { token: input.NextToken, limit, invalidToken: invalidNextToken });
    return { InstanceInformationList: page.items, NextToken: page.nextToken };
  },
};

function filtersOf({ InstanceInformationFilterList, Filters }: Input): Filter[] {
  if (InstanceInformationFilterList?.length && Filters?.length) {
    throw new ServiceError('ValidationException', 'Filters and InstanceInformationFilterList cannot be used together.');
  }
  const filters = [
    ...(InstanceInformationFilterList ?? []).map(({ key, valueSet }) => ({ key, values: valueSet })),
    ...(Filters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values })),
  ];
  for (const { key } of filters) {
    if (!Object.hasOwn(members, key)) throw new ServiceError('InvalidFilterKey', `${key} is not a valid filter key`);
  }
  return filters;
}

/** F-05: one unknown instance id fails the call. */
function rejectUnknownInstances({ nodes }: LocationState, filters: readonly Filter[]): void {
  const ids = filters.filter(({ key }) => key === 'InstanceIds').flatMap(({ values: wanted }) => wanted);
  const unknown = ids.find((id) => !nodes.has(id));
  if (unknown !== undefined) throw invalidInstanceId(unknown);
}
