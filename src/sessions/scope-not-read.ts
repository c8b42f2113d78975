import type { Scope } from '../aws/scope.ts';
import { Refusal } from '../services/refusal.ts';

/** An id of another gateway, or of this one before it was configured anew: no call goes to a scope that was not asked for. */
export function scopeNotRead({ accountId, region }: Scope): Refusal {
  const message = `This gateway does not read account ${accountId}, region ${region}.`;
  return new Refusal([{ code: 'NOT_FOUND', message, field: ['input', 'id'] }]);
}
