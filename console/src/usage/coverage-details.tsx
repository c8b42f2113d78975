import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { Members } from '../ui/members.tsx';
import { SERVICE_NAMES } from '../ui/names.ts';
import { formatShare } from '../ui/numbers.ts';

interface Coverage {
  readonly service: string;
  readonly location: { readonly accountId: string | null | undefined; readonly region: string };
  readonly observedShare: number;
}

/** Share of the time in which each service was observed, in each account and region. */
export function CoverageDetails({ coverage }: { readonly coverage: readonly Coverage[] }) {
  return (
    <ExpandableSection headerText="Coverage by service and location" variant="inline">
      <Members
        columns={4}
        members={coverage.map(({ service, location: { accountId, region }, observedShare }) => [
          [SERVICE_NAMES[service] ?? service, region, accountId].filter(Boolean).join(', '),
          formatShare(observedShare),
        ])}
      />
    </ExpandableSection>
  );
}
