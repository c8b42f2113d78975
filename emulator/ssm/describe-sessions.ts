import type { Operation } from '../operation.ts';
import { ServiceError } from '../service-error.ts';
import type { SsmSession } from '../world/state.ts';
import { invalidNextToken } from './errors.ts';

interface Filter {
  key: keyof typeof filters;
  value: string;
}

interface Input {
  State: 'Active' | 'History';
  MaxResults?: number;
  NextToken?: string;
  Filters?: Filter[];
}

/** The default of MaxResults is not documented (F-07); this is a guess. */
const defaultMaxResults = 50;

/** Statuses listed as History; all others are Active. That of Terminating is unverified (F-33). */
const ended: readonly (string | undefined)[] = ['Terminated', 'Terminating', 'Failed'];

/** Predicates by filter key (API reference of SessionFilter). */
const filters = {
  InvokedAfter: (session: SsmSession, value: string) => (session.StartDate?.getTime() ?? 0) >= Date.parse(value),
  InvokedBefore: (session: SsmSession, value: string) => (session.StartDate?.getTime() ?? 0) < Date.parse(value),
  Target: (session: SsmSession, value: string) => session.Target === value,
  Owner: (session: SsmSession, value: string) => session.Owner === value,
  Status: (session: SsmSession, value: string) => session.Status === value,
  SessionId: (session: SsmSession, value: string) => session.SessionId === value,
  AccessType: (session: SsmSession, value: string) => session.AccessType === value,
};

/** Lists sessions, newest first. Filters apply after the page was cut (F-08): a page may be short, or empty with a token. */
export const describeSessions: Operation = {
  input: {
    State: { type: 'string', required: true, enum: ['Active', 'History'] },
    MaxResults: { type: 'integer', min: 1, max: 200 },
    NextToken: { type: 'string' },
    Filters: {
      type: 'list',
      min: 1,
      max: 6,
      member: {
        type: 'structure',
        members: {
          key: { type: 'string', required: true },
          value: { type: 'string', required: true, min: 1, max: 400 },
        },
      },
    },
  },
  run(call) {
    const input = call.input as unknown as Input;
    const wanted = input.Filters ?? [];
    for (const { key } of wanted) {
      if (!Object.hasOwn(filters, key)) throw new ServiceError('InvalidFilterKey', `${key} is not a valid filter key`);
    }
    const sessions = [...call.location.ssmSessions.values()].filter(
      ({ Status }) =>
        (ended.includes(Status) && !(call.quirks.terminatingIsActive && Status === 'Terminating')) ===
        (input.State === 'History'),
    );
    const page = call.page(sessions, {
      token: input.NextToken,
      limit: input.MaxResults ?? defaultMaxResults,
      keep: (session) => wanted.every(({ key, value }) => filters[key](session, value)),
      invalidToken: invalidNextToken,
    });
    return { Sessions: page.items, NextToken: page.nextToken };
  },
};
