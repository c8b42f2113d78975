import { GatewayError } from '../../errors/gateway-error.ts';
import { countBuckets, type UsageInterval } from '../../store/history/usage/buckets.ts';
import type { Usage } from '../../store/history/usage/usage.ts';
import type { UsageDimension, UsageQuery } from '../../store/history/usage/usage-query.ts';
import { forbidden } from '../access/access.ts';
import type { Context } from '../builder/context.ts';
import { type HistoryConditions, parseHistoryFilter } from './record-query.ts';
import { afterRecording } from './require-history.ts';

/** Points of all series of an answer at most: the hours of 400 days for two series, those of a week for a hundred. */
export const MAX_POINTS = 20_000;

export interface UsageArgs {
  readonly filter: HistoryConditions;
  readonly interval: UsageInterval;
  readonly by?: readonly UsageDimension[] | null | undefined;
}

/**
 * Validates arguments, before any work.
 *
 * @throws GatewayError FORBIDDEN for a user's use without `history:read`, QUERY_TOO_COMPLEX for too many points, BAD_USER_INPUT
 */
export function parseUsageQuery({ filter: conditions, interval, by }: UsageArgs, context: Context): UsageQuery {
  const dimensions = [...new Set(by ?? [])];
  const isOfUser = dimensions.includes('USER') || (conditions.userName ?? null) !== null;
  if (isOfUser && context.ownHistory) throw forbidden(['history:read']);
  // Sums name no user: who may read them sees those of all.
  const filter = parseHistoryFilter(conditions, undefined, { ...context, ownHistory: null });
  const points = countBuckets(filter.from, filter.to, interval);
  if (points > MAX_POINTS) throw tooManyPoints(`This has ${points} points`, points);
  return { filter, interval, by: dimensions };
}

/** @throws GatewayError QUERY_TOO_COMPLEX for too many series, UPSTREAM_* */
export async function readUsageOf(query: UsageQuery, context: Context): Promise<Usage> {
  const usage = await afterRecording(context, (history) => history.usage(query, { maxPoints: MAX_POINTS }));
  if (!('tooManySeries' in usage)) return usage;
  const message = `This has ${usage.tooManySeries} or more series of ${query.interval.toLowerCase()}s`;
  throw tooManyPoints(message, usage.tooManySeries);
}

function tooManyPoints(what: string, actual: number): GatewayError {
  const message = `${what}; ${MAX_POINTS} points of all series are allowed. Take a shorter window, a longer interval or fewer dimensions.`;
  return new GatewayError('QUERY_TOO_COMPLEX', message, { limit: MAX_POINTS, actual });
}
