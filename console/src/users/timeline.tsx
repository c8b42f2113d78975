import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState } from 'react';
import { useNow, useTimeFormat } from '../preferences/format-time.ts';
import { SERVICE_NAMES } from '../ui/names.ts';

/** Time that a session took; without an end it goes on. */
export interface TimelineSession {
  readonly id: string;
  readonly service: string;
  readonly startedAt: string | null | undefined;
  readonly endedAt: string | null | undefined;
  readonly status: string;
}

const HOUR_MS = 3_600_000;
/** Periods to choose from. */
const RANGES = [
  { id: '24', text: '24 hours' },
  { id: '168', text: '7 days' },
  { id: '720', text: '30 days' },
];
const ROW = 22;
const LABEL = 150;
const WIDTH = 1_000;
const TICKS = 6;

/** Properties of a part that scrolls sideways on a phone, by the keyboard, too. */
const SCROLLED = { className: 'scrolls', 'aria-label': 'Time line', tabIndex: 0 } as const;

/** Sessions of a user as bars, one row a service, up to now. */
export function Timeline({ sessions }: { readonly sessions: readonly TimelineSession[] }) {
  const now = useNow();
  const { time } = useTimeFormat();
  const [hours, setHours] = useState('24');
  const start = now - Number(hours) * HOUR_MS;
  const shown = sessions.filter(({ startedAt, endedAt }) => startedAt && (!endedAt || Date.parse(endedAt) > start));
  const xOf = (instant: number) => {
    const inside = Math.max(start, Math.min(instant, now));
    return LABEL + ((WIDTH - LABEL) * (inside - start)) / (now - start);
  };
  const services = Object.keys(SERVICE_NAMES).filter((service) => shown.some((session) => session.service === service));
  const ticks = Array.from({ length: TICKS }, (_, index) => start + ((now - start) * index) / TICKS);
  const height = ROW * (services.length + 1);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SegmentedControl
              label="Period"
              selectedId={hours}
              options={RANGES}
              onChange={({ detail }) => setHours(detail.selectedId)}
            />
          }
        >
          Time line
        </Header>
      }
    >
      <section {...SCROLLED}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} className="timeline" role="img" aria-label={describe(shown)}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="timeline-tick" x1={xOf(tick)} x2={xOf(tick)} y1={0} y2={height - ROW} />
              <text className="timeline-text" x={xOf(tick)} y={height - 5}>
                {time(new Date(tick).toISOString()).slice(5, 16)}
              </text>
            </g>
          ))}
          {services.map((service, row) => (
            <g key={service}>
              <text className="timeline-text" x={0} y={row * ROW + 15}>
                {SERVICE_NAMES[service]}
              </text>
              {shown
                .filter((session) => session.service === service)
                .map((session) => {
                  const from = xOf(Date.parse(session.startedAt ?? ''));
                  const to = session.endedAt ? xOf(Date.parse(session.endedAt)) : WIDTH;
                  return (
                    <rect
                      key={session.id}
                      className={session.endedAt ? 'timeline-ended' : 'timeline-open'}
                      x={from}
                      y={row * ROW + 4}
                      width={Math.max(3, to - from)}
                      height={ROW - 8}
                      rx={3}
                    >
                      <title>{`${time(session.startedAt ?? '')} – ${session.endedAt ? time(session.endedAt) : 'now'}`}</title>
                    </rect>
                  );
                })}
            </g>
          ))}
        </svg>
      </section>
    </Container>
  );
}

function describe(sessions: readonly TimelineSession[]): string {
  const open = sessions.filter(({ endedAt }) => !endedAt).length;
  return `${sessions.length} sessions, of which ${open} are open; the table below has their times`;
}
