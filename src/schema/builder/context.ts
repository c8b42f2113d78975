import type { Deadline } from '../../aws/deadline.ts';
import type { AwsLocation } from '../../aws/location.ts';
import type { Live } from '../../live/live-sessions/live.ts';
import type { CursorCodec } from '../../paging/cursor-codec.ts';
import type { UserError } from '../../services/mutation-error.ts';
import type { RequestServices } from '../../services/services.ts';
import type { OwnSessions } from '../../sessions/own-sessions.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { History } from '../../store/history/history.ts';
import type { Caller } from '../access/access.ts';

/** GraphQL context of a request. */
export interface Context {
  /** Deadline of the request, and the signal of its client. */
  readonly deadline: Deadline;
  readonly services: RequestServices;
  readonly cursors: CursorCodec;
  /** Sessions of all services. */
  readonly sessions: Sessions;
  /** Caller and its OAuth scopes. */
  readonly caller: Caller;
  /** Sessions that a self-scoped caller may see and terminate; null for callers with `sessions:read`. */
  readonly own: OwnSessions | null;
  readonly mutations: Mutations;
  /** Live sessions; null if the operator has switched them off. */
  readonly live: Live | null;
  /** Records of sessions; null if none are kept. */
  readonly history: History | null;
  /** Part of them that a caller without `history:read` may see: their own; null for callers with it. */
  readonly ownHistory: OwnSessions | null;
  /** Cursors of lists of records. */
  readonly historyCursors: CursorCodec;
}

/** Switch of mutations, and their audit log. */
export interface Mutations {
  readonly enabled: boolean;
  /** Writes the audit record of a mutation before it is executed. */
  begin(intent: Intent): AuditRecord;
}

export interface Intent {
  /** Name of the mutation. */
  readonly operation: string;
  readonly input: object;
  /** AWS locations that the mutation changes. */
  readonly scopes: readonly AwsLocation[];
}

/** Audit record of one mutation. */
export interface AuditRecord {
  /** Writes a step of a mutation that has several. */
  note(step: object): void;
  /** Writes the outcome of the mutation, with its write attempts. */
  end(outcome: Outcome): void;
}

export type Outcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'rejected'; readonly userErrors: readonly UserError[] }
  | { readonly outcome: 'failed'; readonly code: string };
