import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { graphql, useLazyLoadQuery } from 'react-relay/hooks';
import type { usageReportQuery } from '../__generated__/usageReportQuery.graphql.ts';
import { useQueryState } from '../app/query-state.ts';
import { formatShare } from '../ui/numbers.ts';
import { chartLines } from './chart-lines.ts';
import { coverageBands } from './coverage-bands.ts';
import { CoverageDetails } from './coverage-details.tsx';
import type { Interval } from './intervals.ts';
import { MEASURES, measureOf, type UsagePoint } from './measures.ts';
import { NothingRecorded } from './nothing-recorded.tsx';
import { ALL_SESSIONS, seriesName } from './series-names.ts';
import { UsageChart } from './usage-chart.tsx';
import type { Dimension } from './usage-choice.ts';
import { UsageTable } from './usage-table.tsx';

/** Series that are drawn at once: as many as there are colours. */
const MAX_LINES = 8;

/** Use of the sessions that have the same value of a dimension. */
export interface UsageSeries {
  readonly name: string;
  /** Value of the dimension; null for sessions without one. */
  readonly value: string | null;
  readonly total: UsagePoint;
  readonly points: readonly UsagePoint[];
}

const QUERY = graphql`
  query usageReportQuery(
    $filter: SessionUsageFilter!
    $interval: UsageInterval!
    $by: [UsageDimension!]
    $isSplit: Boolean!
  ) {
    all: sessionUsage(filter: $filter, interval: $interval) {
      series {
        ...usageReport_series @relay(mask: false)
      }
      coverage {
        service
        location {
          accountId
          region
        }
        observedShare
      }
    }
    split: sessionUsage(filter: $filter, interval: $interval, by: $by) @include(if: $isSplit) {
      series {
        key {
          value
        }
        ...usageReport_series @relay(mask: false)
      }
    }
  }
`;

graphql`
  fragment usageReport_series on UsageSeries {
    total {
      ...usageReport_point @relay(mask: false)
    }
    points {
      ...usageReport_point @relay(mask: false)
    }
  }
`;

graphql`
  fragment usageReport_point on UsagePoint {
    from
    to
    peakConcurrent
    peakConnected
    sessionsStarted
    distinctUsers
    sessionSeconds
    connectedSeconds
    observedShare
  }
`;

interface Props {
  /** Variables of the query as JSON. */
  readonly text: string;
  /** Time at which the choice was made. Milliseconds of the epoch. */
  readonly now: number;
}

/** Chart of a measure with what was observed, and a table of all measures for each series. */
export function UsageReport({ text, now }: Props) {
  const variables = JSON.parse(text) as usageReportQuery['variables'];
  const { all, split } = useLazyLoadQuery<usageReportQuery>(QUERY, variables, {
    fetchKey: now,
    fetchPolicy: 'network-only',
  });
  const [params, change] = useQueryState();
  const measure = measureOf(params.get('measure'));
  const whole = all?.series[0];
  if (!all || !whole) throw new Error('The usage could not be read.');
  const [dimension] = (variables.by ?? []) as readonly Dimension[];
  const series: readonly UsageSeries[] =
    split && dimension
      ? split.series.map(({ key, ...rest }) => {
          const value = key[0]?.value ?? null;
          return { name: seriesName(dimension, value), value, ...rest };
        })
      : [{ name: ALL_SESSIONS, value: null, ...whole }];
  const drawn = mostUsed(series, (point) => measure.read(point) ?? 0);
  if (whole.total.observedShare === 0 && whole.total.sessionSeconds === 0) return <NothingRecorded />;
  return (
    <SpaceBetween size="m">
      <Container
        footer={<CoverageDetails coverage={all.coverage} />}
        header={
          <Header
            variant="h2"
            description={descriptionOf(drawn.length, series.length, whole.total.observedShare)}
            actions={
              <SegmentedControl
                label="Measure"
                selectedId={measure.id}
                options={MEASURES.map(({ id, label }) => ({ id, text: label }))}
                onChange={({ detail }) => change({ measure: detail.selectedId })}
              />
            }
          >
            {measure.label}
          </Header>
        }
      >
        <UsageChart
          label={`${measure.label} over time`}
          interval={variables.interval as Interval}
          begins={whole.points.map(({ from }) => Date.parse(from))}
          lines={chartLines(drawn, measure, now)}
          bands={coverageBands(whole.points, now)}
        />
      </Container>
      <UsageTable dimension={dimension ?? null} series={series} />
    </SpaceBetween>
  );
}

function mostUsed(series: readonly UsageSeries[], read: (point: UsagePoint) => number): readonly UsageSeries[] {
  return [...series].sort((one, other) => read(other.total) - read(one.total)).slice(0, MAX_LINES);
}

function descriptionOf(drawn: number, count: number, observedShare: number): string {
  const observed = `${formatShare(observedShare)} of this time was observed.`;
  return drawn < count ? `The ${drawn} highest of ${count} series; the table has all. ${observed}` : observed;
}
