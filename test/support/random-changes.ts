import fc from 'fast-check';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { toStoredChange } from '../../src/live/recording/to-stored-change.ts';
import { toStoredSource } from '../../src/live/recording/to-stored-source.ts';
import type { SessionStatus } from '../../src/sessions/provider.ts';
import type { StoreCommit } from '../../src/store/stored-change.ts';
import { liveSession, type ModelledService, SEEN, sourceState } from './live-sessions.ts';

/** Event of one session: it gets a status, or ends and is listed or not. */
type Step =
  | { readonly number: number; readonly status: SessionStatus }
  | { readonly number: number; readonly status: null; readonly isListed: boolean };

const SERVICES: readonly ModelledService[] = ['APPSTREAM', 'SSM', 'WORKSPACES'];

/** Steps of a few sessions, in commits. */
export const steps: fc.Arbitrary<readonly (readonly Step[])[]> = fc.array(
  fc.array(
    fc.oneof(
      fc.record({
        number: fc.nat(6),
        status: fc.constantFrom<SessionStatus>('CONNECTING', 'CONNECTED', 'DISCONNECTED', 'UNKNOWN'),
      }),
      fc.record({ number: fc.nat(6), status: fc.constant(null), isListed: fc.boolean() }),
    ),
    { maxLength: 6 },
  ),
  { minLength: 1, maxLength: 8 },
);

/** Makes changes as a reconciler finds them, one second after the other. */
export function changesOf(commits: readonly (readonly Step[])[]): readonly (readonly SessionChange[])[] {
  const listed = new Map<number, { session: LiveSession; hasEnded: boolean }>();
  const known = new Map<number, LiveSession>();
  let at = SEEN;

  function changeOf(step: Step): SessionChange | null {
    at += 1_000;
    const { number } = step;
    const bounds = { after: at - 500, before: at };
    const current = listed.get(number);
    if (step.status === null) {
      if (!current) return null;
      const { session, hasEnded } = current;
      if (step.isListed && !hasEnded) listed.set(number, { session, hasEnded: true });
      else listed.delete(number);
      if (hasEnded) return { kind: 'UNLISTED', session };
      const previousStatus = session.view.status;
      return {
        kind: 'ENDED',
        session,
        at: bounds,
        previousStatus,
        reason: 'DISAPPEARED',
        isListed: step.isListed,
      };
    }
    const before = current?.session ?? known.get(number);
    const isSame = before?.view.status === step.status && current !== undefined;
    const service = SERVICES[number % SERVICES.length] as ModelledService;
    const session = liveSession(number, {
      service,
      user: `Usér ${number % 3}`,
      firstSeenAt: before?.firstSeenAt ?? at,
      view: { status: step.status, startedAt: number % 2 === 0 ? new Date(SEEN) : null },
      statusSince: isSame ? before.statusSince : bounds,
    });
    listed.set(number, { session, hasEnded: false });
    known.set(number, session);
    if (!before) return { kind: 'STARTED', session, at: bounds, previousStatus: null };
    if (!current || current.hasEnded)
      return { kind: 'REAPPEARED', session, at: bounds, previousStatus: before.view.status };
    const kind = isSame ? 'UPDATED' : step.status === 'CONNECTED' ? 'CONNECTED' : 'UPDATED';
    return { kind, session, at: bounds, previousStatus: before.view.status };
  }

  return commits.map((commit) => commit.map(changeOf).filter((change) => change !== null));
}

/** Makes the commits of changes as the recorder does, each with a source that was scanned. */
export function storeCommits(commits: readonly (readonly SessionChange[])[]): readonly StoreCommit[] {
  const listed = new Map<string, LiveSession>();
  return commits.map((changes, index): StoreCommit => {
    const committedAt = SEEN + 60_000 * (index + 1);
    const stored = changes.map((change) => {
      const { session } = change;
      const before = listed.get(session.id) ?? null;
      const isListed = change.kind === 'ENDED' ? change.isListed : change.kind !== 'UNLISTED';
      if (isListed) listed.set(session.id, session);
      else listed.delete(session.id);
      return toStoredChange(change, before, true);
    });
    // A gap of four minutes after every third scan.
    const asOf = SEEN + 60_000 * index + 240_000 * Math.floor(index / 3);
    return {
      number: index + 1,
      committedAt,
      changes: stored,
      sources: [toStoredSource(sourceState('["SSM"]', { asOf }), 60_000)],
      removedSources: index % 4 === 3 ? ['["SSM"]'] : [],
    };
  });
}
