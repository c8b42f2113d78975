import { GatewayError } from '../errors/gateway-error.ts';

/** AWS's documented constraint on an input value, and its text for error messages. Undocumented constraints are left to AWS. */
export interface InputRule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** Maximum length of a value quoted in an error message, in characters. A client may send a mebibyte, under many aliases. */
const MAX_SHOWN = 300;

/** Validates an input value without an AWS call. Null and undefined are valid. @throws GatewayError BAD_USER_INPUT */
export function checkInput(argument: string, value: string | null | undefined, rule: InputRule): void {
  if (value === null || value === undefined || rule.pattern.test(value)) return;
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)} …` : value;
  throw new GatewayError('BAD_USER_INPUT', `\`${argument}\` is ${JSON.stringify(shown)}; it must be ${rule.allowed}.`);
}

/** DescribeSessions and DescribeWorkspacesPoolSessions: UserId is 2 to 128 characters (service models, 2026-08), which AWS counts as code points. */
export const USER_ID: InputRule = { pattern: /^.{2,128}$/su, allowed: '2 to 128 characters' };
