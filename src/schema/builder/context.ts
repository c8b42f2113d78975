import type { AwsLocation } from '../../aws/location.ts';
import type { CursorCodec } from '../../paging/cursor-codec.ts';
import type { UserError } from '../../services/mutation-error.ts';
import type { RequestServices } from '../../services/services.ts';
import type { OwnSessions } from '../../sessions/own-sessions.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import type { Caller } from '../access/access.ts';

/** GraphQL context of a request. */
export interface Context {
  readonly services: RequestServices;
  readonly cursors: CursorCodec;
  /** Three services as one. */
  readonly sessions: Sessions;
  /** Caller and its OAuth scopes. */
  readonly caller: Caller;
  /** The sessions that they see and act on, where they see and act on no others: whenever they lack `sessions:read`. */
  readonly own: OwnSessions | null;
  readonly mutations: Mutations;
}

/** Switch of mutations, and their audit log. */
export interface Mutations {
  readonly enabled: boolean;
  /** Writes down what is about to be done; it is on record before this returns. */
  begin(intent: Intent): AuditRecord;
}

export interface Intent {
  /** The mutation's name. */
  readonly operation: string;
  readonly input: object;
  /** The accounts and regions it goes to. */
  readonly scopes: readonly AwsLocation[];
}

/** The record of one mutation, kept while it runs. */
export interface AuditRecord {
  /** Writes down a step of a mutation that has several. */
  note(step: object): void;
  /** Writes down what came of it, with the calls to AWS that it made. */
  end(outcome: Outcome): void;
}

export type Outcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly userErrors: readonly UserError[] }
  | { readonly outcome: 'failed'; readonly code: string };
