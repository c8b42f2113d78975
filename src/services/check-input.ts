import { GatewayError } from '../errors.ts';

/** AWS's documented constraint on a value that a client gives, and how to say it. */
export interface InputRule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** @throws GatewayError BAD_USER_INPUT before AWS is asked: a name that cannot exist costs no call. */
export function checkInput(argument: string, value: string | null | undefined, rule: InputRule): void {
  if (value === null || value === undefined || rule.pattern.test(value)) return;
  throw new GatewayError('BAD_USER_INPUT', `\`${argument}\` is ${JSON.stringify(value)}; it must be ${rule.allowed}.`);
}

/** `Name` of AppStream's service model (2026-08): of a fleet or a stack. */
export const APPSTREAM_NAME: InputRule = {
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/,
  allowed: 'up to 101 letters, digits, `_`, `.` or `-`, beginning with a letter or digit',
};

/** `WorkspacesPoolId` of WorkSpaces' service model (2026-08). */
export const POOL_ID: InputRule = {
  pattern: /^wspool-[0-9a-z]{9}$/,
  allowed: '`wspool-` and 9 lower-case letters or digits',
};

/** DescribeSessions and DescribeWorkspacesPoolSessions: UserId is 2 to 128 characters (service models, 2026-08). */
export const USER_ID: InputRule = { pattern: /^[\s\S]{2,128}$/, allowed: '2 to 128 characters' };
