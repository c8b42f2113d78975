import { randomBytes } from 'node:crypto';
import { type ChangeBufferLimits, type ChangeLog, createChangeLog } from '../../src/live/change-log.ts';
import type { CommitSink } from '../../src/live/commit-sink.ts';
import type { LiveCommit, NumberedCommit } from '../../src/live/live-session.ts';

/** A change log that numbers commits by itself, as a store does. */
export interface TestChangeLog extends ChangeLog {
  commit(commit: LiveCommit): NumberedCommit;
  readonly room: CommitSink['room'];
}

export function testChangeLog(now: () => number = Date.now, limits?: ChangeBufferLimits): TestChangeLog {
  const log = createChangeLog({ id: randomBytes(9).toString('base64url'), now, ...(limits && { limits }) });
  const commit = (changed: LiveCommit): NumberedCommit => {
    const from = log.revision;
    const numbered = { ...changed, from, to: from + changed.changes.length, committedAt: now() };
    log.append(numbered);
    return numbered;
  };
  return Object.defineProperties(
    { commit, room: () => undefined },
    Object.getOwnPropertyDescriptors(log),
  ) as TestChangeLog;
}
