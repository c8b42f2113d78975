import type { LiveSession } from '../../src/live/live-session.ts';
import type { TestGateway } from './gateway.ts';
import type { DrivenLive } from './live-subscriptions.ts';

/** Names the events of a gateway from now on, as clients should see them, in order. */
export function recordEvents({ live }: TestGateway): readonly string[] {
  const events: string[] = [];
  live?.changes.subscribe(({ changes }) => {
    for (const change of changes)
      if (change.kind !== 'UNLISTED') events.push(`${change.kind} ${change.session.id} ${change.at.before}`);
  });
  return events;
}

/** Returns a function that makes one change of a world's sessions: they connect and disconnect, and each fifth change ends one or starts it again. */
export async function wander(live: DrivenLive): Promise<(turn: number) => void> {
  const all = [...(await live.sessionsOf('alice@example.com')), ...(await live.sessionsOf('bob@example.com'))];
  const listed = new Map<number, LiveSession | null>(all.entries());
  return (turn) => {
    const number = (turn * 7 + (turn >> 2)) % all.length;
    const session = listed.get(number);
    const first = all[number] as LiveSession;
    if (!session) {
      live.start(first);
      listed.set(number, first);
    } else if (turn % 5 === 4) {
      live.end(session);
      listed.set(number, null);
    } else {
      const status = session.view.status === 'CONNECTED' ? 'DISCONNECTED' : 'CONNECTED';
      listed.set(number, live.setStatus(session, status));
    }
  };
}
