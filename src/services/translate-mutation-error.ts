import { GatewayError } from '../errors/gateway-error.ts';
import { MutationError } from './mutation-error.ts';

/** The resource that a call concerns, as the caller names it. Error messages and `field` refer to it. */
export interface Subject {
  /** ``fleet `design` `` */
  readonly name: string;
  /** Path of the argument that names it. */
  readonly field: readonly string[];
  /** True if the call also names other resources that AWS may not find, such as an image, a role or a subnet. */
  readonly refersToOthers?: boolean;
}

/** The user error for one AWS error. */
interface Meaning {
  readonly code: string;
  /** Message of the gateway: AWS's own can name accounts, roles and hosts. */
  readonly message: (name: string) => string;
  /** True if the subject itself is at fault, and not another part of the input. */
  readonly isOfSubject?: true;
}

const CHANGING: Meaning = {
  code: 'CONCURRENT_MODIFICATION',
  message: (name) => `Something else is changing ${name}. Wait a few minutes and try again.`,
  isOfSubject: true,
};
const QUOTA: Meaning = {
  code: 'QUOTA_EXCEEDED',
  message: (name) =>
    `A quota of the AWS account leaves no room for ${name}. Ask for less, remove what is not needed, or request a higher quota in AWS Service Quotas.`,
};
const IN_USE: Meaning = {
  code: 'IN_USE',
  message: (name) =>
    `AWS says that ${name} is in use. Stop it, end its sessions or dissolve its associations first, then try again.`,
  isOfSubject: true,
};
const NOT_FOUND: Meaning = {
  code: 'NOT_FOUND',
  message: (name) => `AWS does not find ${name}, or something it refers to. Check the names, region and account.`,
  isOfSubject: true,
};
const NOT_PERMITTED: Meaning = {
  code: 'NOT_PERMITTED',
  message: (name) => `AWS does not permit this on ${name} as it is now. Look at its state and type first.`,
  isOfSubject: true,
};
const PARAMETER: Meaning = {
  code: 'INVALID_PARAMETER',
  message: (name) => `AWS does not accept a value that was given for ${name}. Compare the input with its descriptions.`,
};

/**
 * User errors for AWS errors that the caller can fix, by AWS's name. Covers AppStream, SSM and WorkSpaces: the errors that the
 * service models of 2026-08 declare for the gateway's write operations, and three related ones (EntitlementAlreadyExists,
 * Conflict, DoesNotExist). Every other error is an upstream error: throttling (also RequestLimitExceededException), missing
 * permissions, timeouts.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ResourceAlreadyExistsException: {
    code: 'ALREADY_EXISTS',
    message: (name) => `There is already a ${name}. Choose another name, or update the one there is.`,
    isOfSubject: true,
  },
  EntitlementAlreadyExistsException: {
    code: 'ALREADY_EXISTS',
    message: (name) => `There is already an entitlement of that name for ${name}. Choose another name.`,
  },
  ResourceInUseException: IN_USE,
  ResourceNotFoundException: NOT_FOUND,
  DoesNotExistException: NOT_FOUND,
  ConcurrentModificationException: CHANGING,
  ConflictException: CHANGING,
  OperationInProgressException: CHANGING,
  LimitExceededException: QUOTA, // F-14
  ResourceLimitExceededException: QUOTA,
  OperationNotPermittedException: NOT_PERMITTED,
  OperationNotSupportedException: NOT_PERMITTED,
  InvalidResourceStateException: {
    code: 'INVALID_STATE',
    message: (name) => `This cannot be done with ${name} in its present state. Wait until it has changed.`,
    isOfSubject: true,
  },
  InvalidParameterCombinationException: {
    code: 'INVALID_COMBINATION',
    message: (name) =>
      `AWS does not accept this combination of parameters for ${name}, or misses one. Compare the input with its descriptions.`,
  },
  InvalidParameterValuesException: PARAMETER,
  ValidationException: PARAMETER,
  InvalidRoleException: {
    code: 'INVALID_ROLE',
    message: (name) => `AWS cannot use the IAM role of ${name}. Check that it exists and trusts the service.`,
  },
  IncompatibleImageException: {
    code: 'INCOMPATIBLE_IMAGE',
    message: (name) => `The image does not suit ${name}. Choose another image, or update this one.`,
  },
  InvalidAccountStatusException: {
    code: 'ACCOUNT_SUSPENDED',
    message: () => 'The AWS account is suspended. Contact AWS Support.',
  },
  ResourceNotAvailableException: {
    code: 'NOT_AVAILABLE',
    message: (name) => `Something that ${name} needs exists but is not available, such as its image. Try again later.`,
  },
};

/** Translates an AWS error that the caller can fix into a MutationError; returns any other error unchanged. */
export function translateMutationError(error: unknown, { name, field, refersToOthers = false }: Subject): unknown {
  if (!(error instanceof GatewayError) || !(error.cause instanceof Error)) return error;
  const meaning = Object.hasOwn(MEANINGS, error.cause.name) ? MEANINGS[error.cause.name] : undefined;
  if (!meaning) return error;
  const { code, message, isOfSubject = false } = meaning;
  const isKnownWhere = isOfSubject && !(refersToOthers && meaning === NOT_FOUND);
  return new MutationError([{ code, message: message(name), field: isKnownWhere ? field : null }], { cause: error });
}

/** Creates the NOT_FOUND error for a resource that AWS does not list. */
export function notFound({ name, field }: Subject): MutationError {
  return new MutationError([{ code: NOT_FOUND.code, message: NOT_FOUND.message(name), field }]);
}

/** Awaits a write operation. @throws MutationError for an AWS error that the caller can fix; any other error unchanged */
export function orMutationError<Answer>(writing: Promise<Answer>, subject: Subject): Promise<Answer> {
  return writing.catch((error: unknown) => {
    throw translateMutationError(error, subject);
  });
}
