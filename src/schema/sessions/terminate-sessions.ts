import { GatewayError } from '../../errors/gateway-error.ts';
import { MutationError, type UserError } from '../../services/mutation-error.ts';
import type { SessionModel } from '../../sessions/providers.ts';
import { TERMINATION_OUTCOMES, type Termination, type TerminationOutcome } from '../../sessions/terminate-sessions.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import { describedValues } from '../builder/described-values.ts';
import { mutation } from '../mutations/mutation.ts';
import { GatewayUserErrorRef } from '../mutations/user-error.ts';
import { SessionRef } from './session.ts';
import { locationsOf, terminateById } from './terminate-by-id.ts';

/** Most sessions of one mutation. */
const MAX_IDS = 50;

/** AWS calls of one termination: read, terminate, verify. */
const CALLS_PER_SESSION = 3;

const OutcomeRef = builder.enumType('TerminationOutcome', {
  description: 'Outcome of terminating a session.',
  values: describedValues(TERMINATION_OUTCOMES, {
    TERMINATED:
      'This call terminated the session: AWS accepted the call, and a second read shows that the session has ended.',
    ALREADY_ENDED: 'The session had already ended or no longer exists. Repeated calls get this outcome.',
    UNCONFIRMED:
      'AWS accepted the call, but a second read still shows the session, shows it terminating as before, or failed. Check later or repeat the call, which is safe.',
    WOULD_TERMINATE: 'The session exists and would be terminated. Dry runs only.',
  }),
});

const DESCRIPTIONS = {
  outcome: 'Outcome; null if the session could not be terminated, for the reasons in `userErrors`.',
  session: 'Session as AWS lists it now; null if AWS no longer lists it as active.',
} as const;

/** Input fields of both mutations besides ids. */
function endingInput(t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) {
  return {
    reason: t.string({ description: 'Reason for the audit log. It is not sent to AWS.' }),
    dryRun: t.boolean({
      required: true,
      defaultValue: false,
      description: 'True to report what would be terminated: reads from AWS and changes nothing.',
    }),
  };
}

mutation('terminateSession', {
  description: 'Terminates a session of any service, in the account and region that its id contains. Idempotent.',
  calls: CALLS_PER_SESSION,
  needs: 'sessions:terminate',
  input: (t) => ({
    id: t.id({ required: true, description: '`id` of the session.' }),
    ...endingInput(t),
  }),
  scopes: (input) => locationsOf(input),
  async run(input, context, record) {
    const { id } = input;
    const termination = (await terminateById(input, context, record)).get(id);
    if (termination instanceof Error) throw termination;
    return { id, ...(termination as Termination) };
  },
  payload: (t) => ({
    terminatedSessionId: t.id({
      description: 'Id of the session that this call terminated; null if `outcome` is not `TERMINATED`.',
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

/** Result of one id of `terminateSessions`. */
interface Result {
  readonly id: string;
  readonly outcome: TerminationOutcome | null;
  readonly session: SessionModel | null;
  readonly userErrors: readonly UserError[];
}

const ResultRef = builder.objectRef<Result>('TerminateSessionsResult').implement({
  description: 'Termination result of one of several sessions.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false, description: 'Id as given in `ids`.' }),
    terminated: t.boolean({
      nullable: false,
      description: 'True if this call terminated the session: `outcome` is `TERMINATED`.',
      resolve: ({ outcome }) => outcome === 'TERMINATED',
    }),
    outcome: t.expose('outcome', { type: OutcomeRef, description: DESCRIPTIONS.outcome }),
    session: t.expose('session', { type: SessionRef, description: DESCRIPTIONS.session }),
    userErrors: t.field({
      type: [GatewayUserErrorRef],
      nullable: false,
      description:
        'Reasons why the session could not be terminated: an invalid id, or an upstream error with its code (`UPSTREAM_ACCESS_DENIED`), which concerns this session only.',
      resolve: ({ userErrors }) => userErrors,
    }),
  }),
});

mutation('terminateSessions', {
  description: `Terminates up to ${MAX_IDS} sessions of any services, each in the account and region that its id contains. A failure concerns its session only. Idempotent: after an interruption, the same call terminates the rest.`,
  calls: MAX_IDS * CALLS_PER_SESSION,
  needs: 'sessions:terminate',
  input: (t) => ({
    ids: t.idList({ required: true, description: `Ids of the sessions, ${MAX_IDS} at most.` }),
    ...endingInput(t),
  }),
  callsOf: ({ ids }) => ids.length * CALLS_PER_SESSION,
  resultsOf: ({ ids }) => ids.length,
  scopes: (input) => locationsOf(input),
  async run(input, context, record) {
    const { ids } = input;
    if (ids.length > MAX_IDS) {
      const message = `\`ids\` has ${ids.length} entries; it may have ${MAX_IDS}.`;
      throw new MutationError([{ code: 'OUT_OF_RANGE', message, field: ['input', 'ids'] }]);
    }
    const terminations = await terminateById(input, context, record);
    return { results: ids.map((id, index) => toResult(id, index, terminations.get(id) as Termination | Error)) };
  },
  payload: (t) => ({
    results: t.field({
      type: [ResultRef],
      description:
        'Results in the order of `ids`. An id that was given twice is terminated once and listed twice. Null if `ids` was rejected as a whole.',
      resolve: ({ results }) => results,
    }),
  }),
});

function toResult(id: string, index: number, termination: Termination | Error): Result {
  if (!(termination instanceof Error)) return { id, ...termination, userErrors: [] };
  return { id, outcome: null, session: null, userErrors: userErrorsOf(termination, ['input', 'ids', String(index)]) };
}

function userErrorsOf(error: Error, field: readonly string[]): readonly UserError[] {
  if (error instanceof MutationError) return error.userErrors.map((userError) => ({ ...userError, field }));
  if (error instanceof GatewayError) return [{ code: error.code, message: error.message, field }];
  // An internal error: the log has its details under the reference.
  throw error;
}
