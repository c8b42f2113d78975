import { brandWithType } from '@pothos/core';
import { GatewayError } from '../errors/gateway-error.ts';
import { Refusal, type UserError } from '../services/refusal.ts';
import type { SessionModel } from '../sessions/providers.ts';
import { TERMINATION_OUTCOMES, type Termination, type TerminationOutcome } from '../sessions/terminate-sessions.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { describedValues } from './described-values.ts';
import { mutation } from './mutation.ts';
import { parseNodeId } from './node.ts';
import { SessionRef } from './session.ts';
import { locationsOf, terminateById } from './terminate-by-id.ts';
import { GatewayUserErrorRef } from './user-error.ts';

/** Ended in one request; more is better worked off in portions, each of which says what came of it. */
const MAX_IDS = 50;

/** It is read, ended, and read again. */
const CALLS_PER_SESSION = 3;

const OutcomeRef = builder.enumType('TerminationOutcome', {
  description: 'What became of a session that was to be ended.',
  values: describedValues(TERMINATION_OUTCOMES, {
    TERMINATED: 'This call ended it: it was there, AWS took the call, and read again it was over.',
    ALREADY_ENDED:
      'There was nothing to end: it was over, or AWS knows nothing of it any more. Whoever asks twice is told so.',
    UNCONFIRMED:
      'AWS took the call, and read again it was still there, was being ended as it was before, or could not be read. Look at it later, or end it once more: that does no harm.',
    WOULD_TERMINATE: 'It is there, and would be ended. Of a dry run only.',
  }),
});

const DESCRIPTIONS = {
  outcome: 'What became of it; null where it could not be ended, for the reasons in `userErrors`.',
  session: 'The session as AWS lists it now; null where AWS no longer lists it among those that last.',
} as const;

/** What both mutations take beside ids. */
function endingInput(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    reason: t.string({ description: 'Why, for the audit log. AWS takes no reason.' }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Only say what would be ended: AWS is asked, and nothing is changed.',
    }),
  };
}

mutation('terminateSession', {
  description:
    'Ends a session, of whichever service, in the account and region that its id names. Harmless when repeated.',
  calls: CALLS_PER_SESSION,
  needs: 'sessions:terminate',
  input: (t) => ({
    id: t.id({ required: true, description: "The session's `id`." }),
    ...endingInput(t),
  }),
  scopes: ({ id }) => locationsOf([id]),
  async run({ id, dryRun }, context, record) {
    const termination = (await terminateById([id], dryRun, context, record)).get(id);
    if (termination instanceof Error) throw termination;
    return { id, ...shown(id, termination as Termination) };
  },
  payload: (t) => ({
    terminatedSessionId: t.id({
      description: 'The id of the session that this call ended; null where `outcome` is another than `TERMINATED`.',
      resolve: ({ id, outcome }) => (outcome === 'TERMINATED' ? id : null),
    }),
    outcome: t.field({
      type: OutcomeRef,
      description: DESCRIPTIONS.outcome,
      resolve: ({ outcome }) => outcome,
    }),
    session: t.field({
      type: SessionRef,
      description: DESCRIPTIONS.session,
      resolve: ({ session }) => session,
    }),
  }),
});

/** One of many. */
interface Result {
  readonly id: string;
  readonly outcome: TerminationOutcome | null;
  readonly session: SessionModel | null;
  readonly userErrors: readonly UserError[];
}

const ResultRef = builder.objectRef<Result>('TerminateSessionsResult').implement({
  description: 'What became of one of several sessions that were to be ended.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'The id as it was given.' }),
    terminated: t.boolean({
      nullable: false,
      description: 'Whether this call ended it: `outcome` is `TERMINATED`.',
      resolve: ({ outcome }) => outcome === 'TERMINATED',
    }),
    outcome: t.expose('outcome', { type: OutcomeRef, description: DESCRIPTIONS.outcome }),
    session: t.expose('session', { type: SessionRef, description: DESCRIPTIONS.session }),
    userErrors: t.field({
      type: [GatewayUserErrorRef],
      nullable: false,
      description:
        'Why it could not be ended: an id to be mended, or trouble upstream under its code (`UPSTREAM_ACCESS_DENIED`), which concerns this session only.',
      resolve: ({ userErrors }) => userErrors,
    }),
  }),
});

mutation('terminateSessions', {
  description: `Ends up to ${MAX_IDS} sessions, of any services, each in the account and region that its id names. One that fails leaves the others alone. Harmless when repeated: whatever came between, the same call again ends the rest.`,
  calls: MAX_IDS * CALLS_PER_SESSION,
  needs: 'sessions:terminate',
  input: (t) => ({
    ids: t.idList({ required: true, description: `The sessions' ids, ${MAX_IDS} at most.` }),
    ...endingInput(t),
  }),
  callsOf: ({ ids }) => ids.length * CALLS_PER_SESSION,
  resultsOf: ({ ids }) => ids.length,
  scopes: ({ ids }) => locationsOf(ids),
  async run({ ids, dryRun }, context, record) {
    if (ids.length > MAX_IDS) {
      const message = `\`ids\` has ${ids.length} entries; it may have ${MAX_IDS}.`;
      throw new Refusal([{ code: 'OUT_OF_RANGE', message, field: ['input', 'ids'] }]);
    }
    const terminations = await terminateById(ids, dryRun, context, record);
    return { results: ids.map((id, index) => toResult(id, index, terminations.get(id) as Termination | Error)) };
  },
  payload: (t) => ({
    results: t.field({
      type: [ResultRef],
      description:
        'What became of each, in the order of `ids`; one that was given twice was ended once and is here twice. Null where `ids` was refused as a whole.',
      resolve: ({ results }) => results,
    }),
  }),
});

function toResult(id: string, index: number, termination: Termination | Error): Result {
  if (!(termination instanceof Error)) return { id, ...shown(id, termination), userErrors: [] };
  return { id, outcome: null, session: null, userErrors: userErrorsOf(termination, ['input', 'ids', String(index)]) };
}

/** The same; GraphQL is told which type of session it is. */
function shown(id: string, termination: Termination): Termination {
  if (termination.session) brandWithType(termination.session, parseNodeId(id).typename as never);
  return termination;
}

function userErrorsOf(error: Error, field: readonly string[]): readonly UserError[] {
  if (error instanceof Refusal) return error.userErrors.map((userError) => ({ ...userError, field }));
  if (error instanceof GatewayError) return [{ code: error.code, message: error.message, field }];
  // Nobody foresaw it, and nobody can mend it: it is told by a reference, under which the log has the rest.
  throw error;
}
