import { GatewayError } from '../errors/gateway-error.ts';

/** AWS's documented constraint on a value that a client gives, and how to say it. What is not documented, AWS judges. */
export interface InputRule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** Enough to recognise it: a client may send a mebibyte, and ask for it under many aliases. */
const MAX_SHOWN = 300;

/** @throws GatewayError BAD_USER_INPUT before AWS is asked: a name that cannot exist costs no call. */
export function checkInput(argument: string, value: string | null | undefined, rule: InputRule): void {
  if (value === null || value === undefined || rule.pattern.test(value)) return;
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)} …` : value;
  throw new GatewayError('BAD_USER_INPUT', `\`${argument}\` is ${JSON.stringify(shown)}; it must be ${rule.allowed}.`);
}

/** DescribeSessions and DescribeWorkspacesPoolSessions: UserId is 2 to 128 characters (service models, 2026-08), which AWS counts as code points. */
export const USER_ID: InputRule = { pattern: /^.{2,128}$/su, allowed: '2 to 128 characters' };
