import type { InstanceAggregatedAssociationOverview } from '../../services/ssm/model.ts';
import { builder } from '../builder.ts';

interface StatusCount {
  readonly key: string;
  readonly value: number;
}

const ManagedNodeAssociationStatusCountRef = builder
  .objectRef<StatusCount>('ManagedNodeAssociationStatusCount')
  .implement({
    description: 'How many associations of a node have a status.',
    fields: (t) => ({
      key: t.exposeString('key', { nullable: false, description: 'The status: `Success`.' }),
      value: t.exposeInt('value', { nullable: false, description: 'How many have it.' }),
    }),
  });

export const ManagedNodeAssociationOverviewRef = builder
  .objectRef<InstanceAggregatedAssociationOverview>('ManagedNodeAssociationOverview')
  .implement({
    description: 'How the State Manager associations of a node fare. AWS `InstanceAggregatedAssociationOverview`.',
    fields: (t) => ({
      detailedStatus: t.exposeString('DetailedStatus', { description: 'The status of all of them together.' }),
      instanceAssociationStatusAggregatedCount: t.field({
        type: [ManagedNodeAssociationStatusCountRef],
        description: 'How many associations have which status.',
        resolve: ({ InstanceAssociationStatusAggregatedCount: counts }) =>
          counts && Object.entries(counts).map(([key, value]) => ({ key, value })),
      }),
    }),
  });
