import type { Facet, FacetValue } from '../../live/index/count-values.ts';
import type { Dimension, LiveFilter } from '../../live/index/live-filter.ts';
import type { LiveIndex } from '../../live/index/live-index.ts';
import { providerOf, type SessionService } from '../../sessions/providers.ts';
import { builder } from '../builder/builder.ts';

/** Value of a facet with its display name. */
export interface LabelledValue extends FacetValue {
  readonly label: string | null;
}

export interface LabelledFacet extends Facet {
  readonly values: readonly LabelledValue[];
}

const FacetValueRef = builder.objectRef<LabelledValue>('SessionFacetValue').implement({
  description: 'Number of sessions with one value of a dimension.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description:
        'Value, as the conditions of `LiveSessionFilter` take it: `CONNECTED`, `eu-west-1`. Null for sessions without a value, such as those without a user.',
    }),
    label: t.exposeString('label', { description: 'Display name, if it differs from the value: `AppStream`.' }),
    count: t.exposeInt('count', { nullable: false, description: 'Number of sessions.' }),
  }),
});

export const SessionFacetRef = builder.objectRef<LabelledFacet>('SessionFacet').implement({
  description: 'Numbers of sessions by the values of one dimension. Exact.',
  fields: (t) => ({
    values: t.field({
      type: [FacetValueRef],
      nullable: false,
      description: 'Most frequent values, most sessions first; equally frequent ones in the order of their texts.',
      resolve: ({ values }) => values,
    }),
    otherCount: t.exposeInt('otherCount', { nullable: false, description: 'Number of sessions with other values.' }),
  }),
});

interface FacetQuery {
  readonly filter: LiveFilter;
  readonly by: Dimension;
  readonly first: number;
}

/** Counts sessions by the values of a dimension, with their display names. */
export async function readFacet(index: LiveIndex, { filter, by, first }: FacetQuery): Promise<LabelledFacet> {
  const { values, otherCount } = await index.facet(filter, by, first);
  const labelOf = (value: string | null) => (by === 'SERVICE' ? providerOf(value as SessionService).label : null);
  return { values: values.map((each) => ({ ...each, label: labelOf(each.value) })), otherCount };
}
