import Link from '@cloudscape-design/components/link';
import { useEffect } from 'react';
import { graphql, useFragment } from 'react-relay/hooks';
import type { sourceAlerts_sources$key } from '../__generated__/sourceAlerts_sources.graphql.ts';
import { showFlash } from '../app/flashes.ts';
import { Time } from '../ui/times.tsx';

const ID = 'sources';
/** Most sources that a message names. */
const NAMED = 3;

/** Shows which sources are stale or failed, since when and why, above the view; nothing while all are up to date. */
export function useSourceAlerts(key: sourceAlerts_sources$key): void {
  const sources = useFragment(
    graphql`
      fragment sourceAlerts_sources on LiveSource @relay(plural: true) {
        label
        status
        asOf
        error {
          code
          message
        }
      }
    `,
    key,
  );
  const troubled = sources.filter(({ status }) => status === 'FAILED' || status === 'STALE');
  const syncing = sources.filter(({ status }) => status === 'SYNCING').length;
  const text = JSON.stringify({ troubled, syncing, all: sources.length });
  useEffect(() => {
    const { troubled, syncing, all } = JSON.parse(text) as Summary;
    if (troubled.length > 0) showFlash(ID, alert(troubled));
    else showFlash(ID, syncing > 0 ? progress(syncing, all) : null);
    return () => showFlash(ID, null);
  }, [text]);
}

type Troubled = {
  readonly label: string;
  readonly asOf: string | null | undefined;
  readonly error: { readonly code: string } | null | undefined;
};

interface Summary {
  readonly troubled: readonly Troubled[];
  readonly syncing: number;
  readonly all: number;
}

function progress(syncing: number, all: number) {
  const content = `${syncing} of ${all} sources are read for the first time: more sessions will come.`;
  return { type: 'in-progress' as const, loading: true, content };
}

function alert(troubled: readonly Troubled[]) {
  const others = troubled.length - NAMED;
  return {
    type: 'warning' as const,
    header: `${troubled.length} ${troubled.length === 1 ? 'source is' : 'sources are'} not up to date: sessions may be missing or have changed. None has ended for that reason.`,
    content: (
      <>
        {troubled.slice(0, NAMED).map(({ label, asOf, error }) => (
          <div key={label}>
            {label}: {error ? error.code : 'late'},{' '}
            {asOf ? (
              <>
                as of <Time instant={asOf} />
              </>
            ) : (
              'never read'
            )}
          </div>
        ))}
        {others > 0 && `and ${others} more. `}
        <Link color="inverted" href="/sources">
          All sources
        </Link>
      </>
    ),
  };
}
