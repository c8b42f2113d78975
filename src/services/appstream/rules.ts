import type { InputRule } from '../check-input.ts';
import type { UserError } from '../mutation-error.ts';

/** `Name` of the service model (2026-08). */
export const NAME: InputRule = {
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/,
  allowed: 'up to 101 letters, digits, `_`, `.` or `-`, beginning with a letter or digit',
};

/** Validates names by argument, without an AWS call. Returns a user error for every invalid name. */
export function brokenNames(names: Readonly<Record<string, string>>): UserError[] {
  return Object.entries(names)
    .filter(([, name]) => !NAME.pattern.test(name))
    .map(([field]) => ({
      code: 'INVALID_FORMAT',
      message: `\`${field}\` must be ${NAME.allowed}.`,
      field: ['input', field],
    }));
}
