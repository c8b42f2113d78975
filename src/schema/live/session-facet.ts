import type { Facet, FacetValue } from '../../live/index/count-values.ts';
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
