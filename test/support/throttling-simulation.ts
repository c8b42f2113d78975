import { createRandom } from '../../emulator/world/random.ts';
import type { Clock } from '../../src/aws/clock.ts';
import { retryBudget } from '../../src/aws/pipeline/backoff.ts';
import { compose } from '../../src/aws/pipeline/compose.ts';
import { rateLimit } from '../../src/aws/pipeline/rate-limit.ts';
import { retry } from '../../src/aws/pipeline/retry.ts';
import { rateLimiter } from '../../src/aws/rate-limiter/rate-limiter.ts';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { awsCall, LOCATION } from './aws-call.ts';
import { virtualClock } from './virtual-clock.ts';

/** Behaviour of AWS for some time: it throttles by a token bucket, at random, both, or not at all. */
export interface Phase {
  readonly seconds: number;
  /** Calls a second that a bucket gives; none without it. */
  readonly rate?: number;
  readonly burst?: number;
  /** The share of calls that is throttled at random. */
  readonly random?: number;
}

export interface Scenario {
  readonly name: string;
  readonly phases: readonly Phase[];
  /** Number of clients that call each operation, each again as soon as it has its answer. */
  readonly clients: readonly number[];
  /** True if all operations share one bucket; otherwise each has its own. */
  readonly isShared?: boolean;
}

export interface Outcome {
  readonly answered: number;
  readonly throttled: number;
  /** The calls that AWS would have answered to who knows its buckets and sends retries at once. */
  readonly optimum: number;
  readonly answeredByOperation: readonly number[];
}

/** An AWS call takes so long, at least and at most. Milliseconds. */
const LATENCY = [20, 40] as const;
const IN_FLIGHT = 20;

interface Aws {
  accepts(operation: number): boolean;
}

function simulateAws({ phases, isShared = false }: Scenario, clock: Clock, random: () => number): Aws {
  const buckets = new Map<number, { tokens: number; at: number }>();
  function phaseAt(now: number): Phase | undefined {
    let end = 0;
    return phases.find(({ seconds }) => {
      end += 1_000 * seconds;
      return now < end;
    });
  }
  return {
    accepts(operation) {
      const now = clock.now();
      const phase = phaseAt(now);
      if (phase?.random !== undefined && random() < phase.random) return false;
      if (phase?.rate === undefined) return true;
      const { rate, burst = rate } = phase;
      const key = isShared ? 0 : operation;
      const bucket = buckets.get(key) ?? { tokens: burst, at: 0 };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * rate);
      bucket.at = now;
      if (bucket.tokens < 1 - 1e-9) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}

/** Runs clients against a simulated AWS through the rate limiter and the retries of the gateway, in virtual time. */
export async function simulate(scenario: Scenario, seed: number): Promise<Outcome> {
  const clock = virtualClock();
  const { next: random } = createRandom(seed);
  const limiter = rateLimiter({ clock, maxInFlight: IN_FLIGHT });
  const aws = simulateAws(scenario, clock, random);
  const answered = scenario.clients.map(() => 0);
  const never = new AbortController().signal;
  let throttled = 0;

  function send(operation: number): Promise<void> {
    const isAccepted = aws.accepts(operation);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    clock.schedule(
      () => {
        if (isAccepted) {
          answered[operation] = (answered[operation] ?? 0) + 1;
          resolve();
        } else {
          throttled += 1;
          reject(
            new GatewayError('UPSTREAM_THROTTLED', 'Too many.', { service: 'ssm', operation: '', retryable: true }),
          );
        }
      },
      LATENCY[0] + random() * (LATENCY[1] - LATENCY[0]),
    );
    return promise;
  }

  async function client(operation: number): Promise<never> {
    const request = requestCalls(0);
    const partition = { service: 'ssm', ...LOCATION, limiter, budget: retryBudget(), generations: new Map() };
    const waiters = { signal: never, endsAt: Infinity, lastFailure: undefined };
    const call = awsCall({ operation: `Describe${operation}`, request, partition, waiters, record: () => {} });
    const stages = [retry({ clock, random }), rateLimit];
    const read = compose(stages, async () => {
      await send(operation);
      return {};
    });
    for (;;) await read(call);
  }

  for (const [operation, count] of scenario.clients.entries())
    for (let index = 0; index < count; index += 1) void client(operation);
  await clock.run(1_000 * scenario.phases.reduce((sum, { seconds }) => sum + seconds, 0));
  return {
    answered: answered.reduce((sum, count) => sum + count),
    throttled,
    optimum: optimumOf(scenario),
    answeredByOperation: answered,
  };
}

function optimumOf({ phases, clients, isShared = false }: Scenario): number {
  const inFlight = Math.min(
    IN_FLIGHT,
    clients.reduce((sum, count) => sum + count),
  );
  const possible = inFlight / ((LATENCY[0] + LATENCY[1]) / 2 / 1_000);
  const buckets = isShared ? 1 : clients.length;
  return phases.reduce((sum, { seconds, rate = Infinity, burst = rate, random = 0 }, index) => {
    const given = buckets * (rate * seconds + (index === 0 ? burst : 0));
    return sum + Math.min(possible * (1 - random) * seconds, given);
  }, 0);
}
