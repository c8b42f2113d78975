import { checkTables } from '../store/check-tables.ts';
import { type WrongEvents, wrongEvents } from './audit.ts';
import type { Cluster } from './cluster.ts';

/** Result of the rounds so far. */
export interface ChaosReport {
  readonly kind: string;
  /** Milliseconds from the loss until the others held all leases, per round. */
  readonly failovers: readonly number[];
  /** Milliseconds from the loss until the others showed what had happened meanwhile, per round. */
  readonly shown: readonly number[];
  /** Commits that the database has rejected because their lease was lost. */
  readonly rejected: number;
  /** Commits of a process without the lease. */
  readonly fencedWrites: number;
  /** Number of times that the client has resumed. */
  readonly resumed: number;
  /** Events that the change log or the client lacks, has twice, or has though they have not happened. */
  readonly lost: number;
  readonly doubled: number;
  readonly invented: number;
  readonly faults: readonly string[];
}

/** Report of a kind that has not begun. */
export const NO_ROUNDS: Omit<ChaosReport, 'kind'> = {
  ...{
    failovers: [],
    shown: [],
    rejected: 0,
    fencedWrites: 0,
    resumed: 0,
    lost: 0,
    doubled: 0,
    invented: 0,
    faults: [],
  },
};

type Verdict = Pick<ChaosReport, 'fencedWrites' | 'lost' | 'doubled' | 'invented' | 'faults'>;

/** Compares the change log, the client and the tables with what has happened, while nothing is under way. */
export async function verdictOn({ sql, audit, follower, happened, before }: Cluster): Promise<Verdict> {
  const log = wrongEvents(audit.changes, happened);
  const client = wrongEvents(follower.events, happened.slice(before));
  const fencedWrites = await audit.fencedWrites();
  return {
    fencedWrites,
    lost: log.lost.length + client.lost.length,
    doubled: log.doubled.length + client.doubled.length,
    invented: log.invented.length + client.invented.length,
    faults: [
      ...linesOf('the change log', log),
      ...linesOf('the client', client),
      ...follower.faults,
      ...(await checkTables(sql)),
      ...(fencedWrites > 0 ? [`${fencedWrites} changes were committed without the lease`] : []),
    ],
  };
}

function linesOf(what: string, { lost, doubled, invented }: WrongEvents): string[] {
  return [
    ...lost.map((text) => `${what} lacks ${text}`),
    ...invented.map((text) => `${what} has invented ${text}`),
    ...doubled.map((text) => `${what} has ${text} more than once`),
  ];
}
