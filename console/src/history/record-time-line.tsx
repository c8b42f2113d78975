import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useNow } from '../preferences/format-time.ts';
import { STATUS_NAMES, statusType } from '../ui/names.ts';
import './history.css';
import { Moment } from './moment.tsx';
import { type Span, spanSegments } from './span-segments.ts';

const WIDTH = 1_000;
const HEIGHT = 18;

/** Statuses of a session over its time, as a bar and as a list. */
export function RecordTimeLine({ spans }: { readonly spans: readonly Span[] }) {
  const segments = spanSegments(spans, useNow());
  const start = Math.min(...segments.map(({ from }) => from));
  const length = Math.max(1, Math.max(...segments.map(({ to }) => to)) - start);
  const xOf = (instant: number) => (WIDTH * (instant - start)) / length;
  if (segments.length === 0) return <p>Its statuses were not observed.</p>;
  return (
    <>
      <svg className="spans" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {segments.map(({ from, to, status, isCertain }) => (
          <rect
            key={`${from} ${isCertain}`}
            className={`spans-${status.toLowerCase()} ${isCertain ? '' : 'spans-uncertain'}`}
            x={xOf(from)}
            width={Math.max(2, xOf(to) - xOf(from))}
            height={HEIGHT}
          >
            <title>{isCertain ? STATUS_NAMES[status] : `${STATUS_NAMES[status]}, or not yet`}</title>
          </rect>
        ))}
      </svg>
      <ol className="spans-list" aria-label="Statuses">
        {spans.map(({ status, from, to }) => (
          <li key={from.before}>
            <StatusIndicator type={statusType(status)}>{STATUS_NAMES[status]}</StatusIndicator>: began{' '}
            <Moment bounds={from} />
            {to && (
              <>
                , ended <Moment bounds={to} />
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
