import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { graphql, useFragment } from 'react-relay/hooks';
import type { recordFacts_record$key } from '../__generated__/recordFacts_record.graphql.ts';
import { formatDuration } from '../preferences/format-time.ts';
import { type Member, Members } from '../ui/members.tsx';
import { END_REASON_NAMES } from '../ui/names.ts';
import { Moment } from './moment.tsx';
import { RecordTimeLine } from './record-time-line.tsx';

/** Observed history of a session, from its start to its end. */
export function RecordFacts({ record }: { readonly record: recordFacts_record$key }) {
  const { started, ended, endReason, durationSeconds, connectedSeconds, connections, spans } = useFragment(
    graphql`
      fragment recordFacts_record on SessionRecord {
        started {
          after
          before
        }
        ended {
          after
          before
        }
        endReason
        durationSeconds
        connectedSeconds
        connections
        spans {
          status
          from {
            after
            before
          }
          to {
            after
            before
          }
        }
      }
    `,
    record,
  );
  const members: readonly Member[] = [
    ['Started', <Moment key="started" bounds={started} />],
    ['Ended', ended && <Moment key="ended" bounds={ended} />],
    ['End reason', endReason && (END_REASON_NAMES[endReason] ?? 'Not known')],
    ['Duration', `${isExact(started) && (!ended || isExact(ended)) ? '' : '≤ '}${formatDuration(durationSeconds)}`],
    ['Connected for', formatDuration(connectedSeconds)],
    ['Connections', String(connections)],
  ];
  return (
    <section aria-label="History">
      <SpaceBetween size="s">
        <Header variant="h3">History</Header>
        <Members members={members} />
        <RecordTimeLine spans={spans} />
      </SpaceBetween>
    </section>
  );
}

function isExact({ after, before }: { readonly after?: string | null; readonly before: string }): boolean {
  return after === before;
}
