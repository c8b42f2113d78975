import type { FieldMap, FieldRef, InputFieldMap, InputShapeFromFields } from '@pothos/core';
import type { AwsLocation } from '../../aws/location.ts';
import { type ErrorCode, GatewayError } from '../../errors/gateway-error.ts';
import { MutationError, type UserError } from '../../services/mutation-error.ts';
import type { RequestServices } from '../../services/services.ts';
import type { AccessScope } from '../access/access.ts';
import { builder, type SchemaTypes } from '../builder/builder.ts';
import type { AuditRecord, Context } from '../builder/context.ts';
import { awsCalls, itemsOf } from '../cost/cost.ts';
import type { ServiceTag } from '../federation/service-tags.ts';
import { GatewayUserErrorRef } from './user-error.ts';

/** Source of a payload: the result, or user errors and no result. */
type Payload<Done> = Partial<Done> & { readonly userErrors: readonly UserError[] };

interface MutationOptions<Fields extends InputFieldMap, Done extends object> {
  readonly description: string;
  /** Most AWS calls: the change, reads before it, and the reads of its payload. */
  readonly calls: number;
  /** Service that the mutation changes; absent: all services. */
  readonly tag?: ServiceTag;
  /** OAuth scope that the caller needs. */
  readonly needs: AccessScope;
  readonly input: (t: PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>) => Fields;
  /** Most AWS calls of one input, if they depend on it. */
  readonly callsOf?: (input: InputShapeFromFields<Fields>) => number;
  /** Number of results in the payload, if it depends on the input. */
  readonly resultsOf?: (input: InputShapeFromFields<Fields>) => number;
  /** AWS locations that the mutation changes, for the audit record. */
  readonly scopes: (input: InputShapeFromFields<Fields>, services: RequestServices) => Promise<readonly AwsLocation[]>;
  /** @throws MutationError for errors that the caller can fix; any other error is an upstream or internal one */
  readonly run: (input: InputShapeFromFields<Fields>, context: Context, record: AuditRecord) => Promise<Done>;
  /** Nullable fields: null for a rejected mutation. They reload the changed resource when selected. */
  readonly payload: (t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Payload<Done>>) => FieldMap;
}

/**
 * Declares a mutation; every mutation is declared here. Rejects it if mutations are disabled, writes an audit record before
 * and after it, and returns as `userErrors` what the caller can fix.
 */
export function mutation<Fields extends InputFieldMap, Done extends object>(
  name: string,
  options: MutationOptions<Fields, Done>,
): void {
  type Input = InputShapeFromFields<Fields>;
  const { callsOf, resultsOf } = options;
  const tag = options.tag && { tag: options.tag };
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);
  const input = builder.inputType(`${typeName}Input`, {
    description: `Input of \`${name}\`.`,
    fields: options.input,
  });
  const payload = builder.objectRef<Payload<Done>>(`${typeName}Payload`).implement({
    description: `Result of \`${name}\`.`,
    ...tag,
    fields: (t) => ({
      ...options.payload(t),
      userErrors: t.field({
        type: [GatewayUserErrorRef],
        nullable: false,
        description: 'Errors that the caller can fix, all of them at once. Empty if the mutation succeeded.',
        resolve: ({ userErrors }) => userErrors,
      }),
    }),
  });

  builder.mutationField(name, (t) => {
    // Pothos infers the types of arguments and answers from literals; in a generic helper they have to be asserted.
    const field = t.field.bind(t) as (options: unknown) => FieldRef<SchemaTypes>;
    return field({
      type: payload,
      nullable: false,
      description: options.description,
      ...tag,
      ...awsCalls(options.calls),
      ...(callsOf && { complexity: ({ input }: { readonly input: Input }) => callsOf(input) }),
      ...(resultsOf && { extensions: itemsOf(({ input }: { readonly input: Input }) => resultsOf(input)) }),
      needs: [options.needs],
      args: { input: t.arg({ type: input, required: true, description: 'Parameters of the mutation.' }) },
      resolve: (_root: unknown, args: { readonly input: InputShapeFromFields<Fields> }, context: Context) =>
        run(name, options, args.input, context),
    });
  });
}

async function run<Fields extends InputFieldMap, Done extends object>(
  operation: string,
  options: MutationOptions<Fields, Done>,
  input: InputShapeFromFields<Fields>,
  context: Context,
): Promise<Payload<Done>> {
  if (!context.mutations.enabled) {
    throw new GatewayError('FORBIDDEN', 'This gateway only reads: its operator has switched mutations off.');
  }
  // An unknown location fails the mutation itself, which the audit record reports.
  const scopes = await options.scopes(input, context.services).catch(() => []);
  const record = context.mutations.begin({ operation, input: input as object, scopes });
  try {
    const done = await options.run(input, context, record);
    record.end({ outcome: 'done' });
    return { userErrors: [], ...done };
  } catch (error) {
    const userErrors = userErrorsOf(error);
    record.end(userErrors ? { outcome: 'rejected', userErrors } : { outcome: 'failed', code: codeOf(error) });
    if (!userErrors) throw error;
    return { userErrors } as Payload<Done>;
  }
}

/** Codes that are GraphQL errors of queries, and user errors of mutations: a wrong region, an unknown id. */
const FIXABLE: ReadonlySet<ErrorCode> = new Set(['BAD_USER_INPUT', 'INVALID_ID', 'NOT_FOUND']);

function userErrorsOf(error: unknown): readonly UserError[] | null {
  if (error instanceof MutationError) return error.userErrors;
  if (!(error instanceof GatewayError) || !FIXABLE.has(error.code)) return null;
  return [{ code: error.code, message: error.message, field: ['input'] }];
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR';
}
