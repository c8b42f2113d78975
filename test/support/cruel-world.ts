import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { createReconciler } from '../../src/live/reconciler/reconciler.ts';
import { createLog } from '../../src/log/log.ts';
import type { AnySession } from '../../src/sessions/any-session.ts';
import type { SourceMetadata } from '../../src/sessions/provider.ts';
import type { SessionSourceNode } from '../../src/sessions/sources.ts';
import { testChangeLog } from './change-log.ts';
import { type CruelList, type CruelListOptions, cruelList } from './cruel-list.ts';
import { liveClock } from './live.ts';
import { liveSession, mirror } from './live-changes.ts';
import { virtualClock } from './virtual-clock.ts';

/** Lists of one source. */
export type CruelSource = readonly Omit<CruelListOptions, 'clock' | 'id' | 'toSession'>[];

export interface CruelWorldOptions {
  readonly sources: readonly CruelSource[];
  /** Event in one listing of the sources after the other. `hide`: one source is left out, though it is there. */
  readonly discoveries?: readonly ('fail' | 'hide' | 'none')[];
  /** False for sessions that may turn up in any list of their source. */
  readonly areBound?: boolean;
  readonly maxAgeMs?: number;
}

const LOCATION = { accountId: '123456789012', region: 'eu-west-1' };
const metadata = (label: string): SourceMetadata => ({ service: 'SSM', location: LOCATION, label });

/** A reconciler over lists that behave as cruelly as their options say, in virtual time. */
export function cruelWorld({ sources, discoveries = [], areBound = true, maxAgeMs = 60_000 }: CruelWorldOptions) {
  const clock = virtualClock();
  let jumped = 0;
  const steady = liveClock(clock);
  const live = { ...steady, wall: () => steady.wall() + jumped };
  const toSession = (id: string): AnySession => {
    const { type, session, view } = liveSession(id);
    return { type, session, view };
  };
  const lists: CruelList[][] = sources.map((source, number) =>
    source.map((options, index) => cruelList({ ...options, clock, id: `${number}/${index}`, toSession })),
  );
  const deleted = new Set<number>();
  const unlisted = new Set<number>();
  let listings = 0;
  let isCalm = false;
  let hidBefore = false;

  function toNode(ofSource: readonly CruelList[], number: number): SessionSourceNode {
    const [only] = ofSource;
    const labelled = { key: `${number}`, metadata: metadata(`source ${number}`) };
    if (ofSource.length === 1 && only) return { ...labelled, source: only };
    return { ...labelled, children: async () => ofSource.map((source, index) => ({ key: `${index}`, source })) };
  }

  async function listSources(): Promise<SessionSourceNode[]> {
    await new Promise<void>((resolve) => clock.schedule(resolve, 50));
    const plan = isCalm ? 'none' : discoveries[listings % Math.max(1, discoveries.length)];
    listings += 1;
    if (plan === 'fail') throw new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false });
    const hidden = plan === 'hide' && !hidBefore ? listings % lists.length : -1;
    hidBefore = hidden >= 0;
    return lists
      .map(toNode)
      .filter((_node, number) => number !== hidden && !deleted.has(number) && !unlisted.has(number));
  }

  const changes = testChangeLog(live.wall);
  const sessions = mirror(changes);
  const has = (id: string) => lists.flat().some((list) => list.has(id));
  const falseEnds: string[] = [];
  const all: SessionChange[] = [];
  changes.subscribe((commit) => {
    all.push(...commit.changes);
    for (const change of commit.changes)
      if (change.kind === 'ENDED' && has(change.session.id)) falseEnds.push(change.session.id);
  });
  const reconciler = createReconciler({
    openSources: () => ({
      key: '',
      children: async () => [{ key: 'SSM all', metadata: metadata('all'), children: listSources }],
    }),
    openEnded: async () => null,
    partitionOf: () => ({ name: 'ssm', has: () => true }),
    idOf: ({ view }) => view.sessionId,
    userNameOf: () => null,
    isBoundTo: ({ view }, list) => areBound && view.sessionId.includes(`/${list}:`),
    changes,
    clock: live,
    log: createLog('silent'),
    callsPerSecond: 10,
    maxAgeMs,
  });

  return {
    clock,
    changes: all as readonly SessionChange[],
    reconciler,
    sessions: sessions as ReadonlyMap<string, LiveSession>,
    lists,
    falseEnds: falseEnds as readonly string[],
    /** Ids of what the world has. */
    ids: () => lists.flatMap((ofSource, number) => (deleted.has(number) ? [] : ofSource.flatMap((list) => list.ids))),
    /** Deletes a source with its sessions; its lists then fail with an error of this code, or are empty. */
    delete(number: number, code: 'NOT_FOUND' | 'UPSTREAM_ERROR' | null): void {
      deleted.add(number);
      const error = code && new GatewayError(code, 'Deleted.', { retryable: false });
      for (const list of lists[number] ?? []) list.delete(error);
    },
    /** Leaves a source out of all discoveries from now on, though its lists answer as before. */
    hide: (number: number) => void unlisted.add(number),
    errors: { denied: new GatewayError('UPSTREAM_ACCESS_DENIED', 'Denied.', { retryable: false }) },
    /** Sets the time of day forward or back. */
    jump(milliseconds: number): void {
      jumped += milliseconds;
    },
    wall: live.wall,
    calm(): void {
      isCalm = true;
      for (const list of lists.flat()) list.calm();
    },
  };
}
