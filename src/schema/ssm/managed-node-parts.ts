import type { InstanceAggregatedAssociationOverview } from '../../services/ssm/model.ts';
import { builder } from '../builder/builder.ts';

interface StatusCount {
  readonly key: string;
  readonly value: number;
}

const ManagedNodeAssociationStatusCountRef = builder
  .objectRef<StatusCount>('ManagedNodeAssociationStatusCount')
  .implement({
    description: 'Number of associations of a managed node with one status.',
    fields: (t) => ({
      key: t.exposeString('key', { nullable: false, description: 'Association status: `Success`.' }),
      value: t.exposeInt('value', { nullable: false, description: 'Number of associations.' }),
    }),
  });

export const ManagedNodeAssociationOverviewRef = builder
  .objectRef<InstanceAggregatedAssociationOverview>('ManagedNodeAssociationOverview')
  .implement({
    description:
      'Status summary of the State Manager associations of a managed node. AWS `InstanceAggregatedAssociationOverview`.',
    fields: (t) => ({
      detailedStatus: t.exposeString('DetailedStatus', { description: 'Aggregate status of all associations.' }),
      instanceAssociationStatusAggregatedCount: t.field({
        type: [ManagedNodeAssociationStatusCountRef],
        description: 'Number of associations by status.',
        resolve: ({ InstanceAssociationStatusAggregatedCount: counts }) =>
          counts && Object.entries(counts).map(([key, value]) => ({ key, value })),
      }),
    }),
  });
