import { answerRate } from './answer-rate.ts';
import { growth, growthPeriod } from './rate-growth.ts';
import { sharpEdge } from './sharp-edge.ts';
import { throttleShare } from './throttle-share.ts';
import { answeredBefore, LEAST_RATE, startTrial, TRIAL_MS, type Trial } from './throttle-trial.ts';

/**
 * Estimates the rate of calls that AWS accepts of one operation from its throttles. Times are milliseconds of a monotonic
 * clock. Throttles that do not depend on the rate do not reduce it: see `Trial`.
 */
export interface AdaptiveRate {
  /** False without recent throttles, or with so few that the rate is not their cause. */
  readonly isLimited: boolean;
  /** Estimate of the rate that AWS accepts, around which the rate moves: calls a second; Infinity while not limited. */
  readonly estimate: number;
  readonly isInTrial: boolean;
  /** True if AWS throttles the operation for a reason that is not known yet. */
  readonly isSuspect: boolean;
  /** Current rate in calls a second; Infinity while not limited. */
  perSecond(now: number): number;
  /** Milliseconds until one call may be sent. */
  delay(now: number): number;
  /** Counts a call that is sent now. @returns the call, to be passed to `record` with its outcome */
  sent(now: number): SentCall;
  /** Records the outcome of a call. */
  record(isThrottled: boolean, call: SentCall, now: number): void;
  /** Begins a trial together with another operation that began one: they may share a bucket. */
  joinTrial(now: number): void;
}

export interface SentCall {
  readonly at: number;
  readonly rate: number;
  /** Rate as a multiple of the estimate. */
  readonly growth: number;
  readonly trial: Trial | undefined;
  /** True if its outcome counts in the trial: not while other operations of the partition may empty the same bucket. */
  readonly counts: boolean;
}

/** State of all operations of one partition, which may share a token bucket. */
export interface Peers {
  /** Sum of the estimates of all limited operations. Calls a second. */
  estimate(): number;
  /** True if all operations that AWS throttles are in a trial. */
  areInTrial(): boolean;
  trialStarted(now: number): void;
}

/** Rate above which an operation is not limited: 20 calls in flight seldom exceed it. Calls a second. */
const UNLIMITED = 500;
/** Rate below which a single throttle reduces it; above, two within a short time do. Calls a second. */
const SLOW = 20;
/** Rate below which each throttle costs a bucket of one token a part of the next. Calls a second. */
const VERY_SLOW = 5;
/** Rate below which a sharp edge is probed half as often. Calls a second. */
const SLOWEST = 1.5;
/** Number and share of recent calls throttled from which the rate is limited without a trial. */
const FEW = 4;
const MOST = 0.5;
/** Initial rate if AWS throttled nearly all calls; two or three more throttles find a lower one. Calls a second. */
const FIRST_RATE = 25;
/** Largest share of throttles that does not reduce the rate. */
const IGNORED = 0.05;
/** Smallest share of throttles that starts a trial; larger for a slow bucket, where each probe costs one of few calls. */
const WORTH_A_TRIAL = { slow: 0.12, fast: 0.06 };
/** Share of throttles above which a full bucket may have hidden the cause: a second trial, at a lower rate, decides. */
const DOUBTFUL = 0.08;
const LEAST_PAUSE_MS = 500;
const MOST_PAUSE_MS = 8_000;
const CALLS_BEFORE_TRIAL = 20;
/** Factor of a reduction, applied to the throttled rate. */
const AFTER_THROTTLE = 0.95;
/** Factor of a reduction, applied to the estimate, if a rate below it was throttled. */
const AFTER_EARLY_THROTTLE = 0.9;
/** Factor of a reduction, applied to a sharp edge. */
const AFTER_SHARP_THROTTLE = 0.98;
/** Time after which a missing token is there, in thousandths of an interval. */
const refill = (isSharp: boolean) => (isSharp ? 150 : 400);
/** Number of answers between two throttles from which the rate of a bucket is measured well enough. */
const WELL_KNOWN = 16;
/** Time for which a rate that may have been reduced without cause can be restored. */
const PEAK_MS = 15_000;
/** Pause after which earlier throttles no longer count. */
const IDLE_MS = 10_000;
/** Idle time after which a rate counts as not used up: its answers then do not measure the bucket. */
const UNUSED_MS = 50;
/** Largest delay of a timer that later calls make up for. */
const CATCH_UP_MS = 20;

/** Number of throttles among so many calls that do not reduce the rate. */
function allowedThrottles(calls: number, tolerated: number, isSharp: boolean, estimate: number): number {
  return isSharp ? tolerated * calls : Math.max(IGNORED, tolerated) * calls + (estimate < SLOW ? 0 : 1);
}

export function adaptiveRate(peers: Peers): AdaptiveRate {
  const answers = answerRate();
  const [recent, sinceReduced] = [throttleShare(), throttleShare()];
  let isLimited = false;
  let estimate = Infinity;
  let reducedAt = 0;
  /** True if AWS has throttled a rate that the limiter chose: the estimate is then close. */
  let isConfirmed = false;
  const edge = sharpEdge();
  /** Answers since the bucket was last empty (a throttle): at the next throttle they measure its rate, if `isUsed`. */
  let sinceEmpty = { at: 0, answers: 0, throttled: 0, isUsed: true };
  let [lastSentAt, nextAt, inARow] = [Number.NEGATIVE_INFINITY, 0, 0];
  let trial: Trial | undefined;
  let [nextTrialAt, trialPause] = [0, LEAST_PAUSE_MS];
  /** Share of calls that AWS throttles at any rate. */
  let randomShare = 0;
  let peak = { rate: 0, at: 0 };

  const slowdown = () => (edge.isSharp && estimate < SLOWEST ? 2 : 1);
  const period = () => slowdown() * growthPeriod(Math.max(estimate, peers.estimate()), isConfirmed);
  const growthAt = (now: number) => growth((now - reducedAt) / period());
  const tolerated = () => (randomShare > 0 ? 1.6 * randomShare + 0.06 : 0);
  const allowed = () => allowedThrottles(sinceReduced.calls, tolerated(), edge.isSharp, estimate);
  const emptied = (now: number) => {
    sinceEmpty = { at: now, answers: 0, throttled: 0, isUsed: true };
  };

  function rateAt(now: number): number {
    if (trial && now > trial.endsAt) endTrial(trial, now);
    if (!isLimited) return Infinity;
    if (trial) return trial.rate;
    const rate = estimate * growthAt(now);
    if (rate > UNLIMITED) isLimited = false;
    return isLimited ? rate : Infinity;
  }

  function beginTrial(now: number): void {
    const { at, answers: count, isUsed } = sinceEmpty;
    let known = isUsed && count >= 8 ? (1_000 * count) / (now - at) : Math.max(answers.perSecond(now), 0.8 * estimate);
    if (edge.isSharp) known = edge.rate;
    const answered = isLimited ? Math.min(estimate * growthAt(now), known) : answers.perSecond(now);
    trial = startTrial(now, answered, recent.ratio, isLimited ? estimate : Infinity);
    if (!isLimited) estimate = answered;
    isLimited = true;
    reducedAt = now;
    emptied(now);
    nextAt = Math.max(nextAt, lastSentAt + 1_000 / trial.rate);
  }

  function endTrial(ended: Trial, now: number): void {
    const { isRandom, share, isClean } = ended.verdict();
    trial = undefined;
    inARow = 0;
    if (isRandom && !ended.isSecond && share > DOUBTFUL) {
      trial = startTrial(now, ended.rate * (1 - share), Math.min(share, ended.ratio), ended.before, true);
      return;
    }
    recent.reset();
    if (isRandom) {
      edge.reset();
      randomShare = Math.min(0.25, share);
      trialPause = LEAST_PAUSE_MS;
      nextTrialAt = now + trialPause;
      isLimited = ended.before !== Infinity;
      if (!isLimited) return;
      estimate = Math.max(ended.before, now - peak.at < PEAK_MS ? peak.rate : 0);
      reducedAt = now - 1.7 * period();
      emptied(now);
      return;
    }
    randomShare = 0;
    estimate = share >= MOST ? Math.max(FIRST_RATE, ended.rate * (1 - share)) : answeredBefore(ended);
    reducedAt = now - 0.3 * period();
    trialPause = isClean ? Math.min(MOST_PAUSE_MS, 2 * trialPause) : LEAST_PAUSE_MS;
    nextTrialAt = now + Math.max(trialPause, (isClean ? 4 : 1) * (TRIAL_MS - (ended.endsAt - now)));
    if (share < 1) peak = { rate: estimate, at: now };
  }

  function isTrialDue(call: SentCall, now: number): boolean {
    const share = isLimited && estimate < SLOW ? WORTH_A_TRIAL.slow : WORTH_A_TRIAL.fast;
    const isNear = !isLimited || call.growth < 1.3;
    const isRare = recent.ratio < 0.4 && inARow < 3;
    const isWorthIt = recent.calls >= CALLS_BEFORE_TRIAL && recent.ratio > Math.max(share, tolerated());
    return now >= nextTrialAt && isNear && isRare && isWorthIt;
  }

  /** Limits a rate that was not limited. */
  function limit(now: number): void {
    estimate = Math.max(FIRST_RATE, answers.perSecond(now) / (inARow >= FEW ? inARow : 1));
    isLimited = true;
    isConfirmed = false;
    reducedAt = now;
    emptied(now);
    nextAt = now + 1_000 / estimate;
    nextTrialAt = now + trialPause;
    recent.reset();
  }

  /** Reduces a limited rate. Between two throttles a bucket gives as many tokens as calls are answered. */
  function reduce(call: SentCall, now: number): void {
    if (now - peak.at > PEAK_MS || call.rate > peak.rate) peak = { rate: Math.min(call.rate, UNLIMITED), at: now };
    const throttledAt = Math.min(call.rate, estimate * growthAt(now));
    isConfirmed = true;
    edge.throttled(call.rate, sinceReduced.calls - sinceReduced.throttled);
    const { answers: count, isUsed } = sinceEmpty;
    const seconds = Math.max(1, call.at - sinceEmpty.at) / 1_000;
    const wasted = count > 0 && estimate < VERY_SLOW ? sinceEmpty.throttled : 0;
    sinceEmpty.throttled += 1;
    const [least, most] = [(count - 1) / seconds, (count + 1 + wasted) / seconds];
    // A bucket of one token gives less than its rate to calls that come too fast: only a clear shortfall is proof.
    const isProof =
      isUsed &&
      ((count === 0 && estimate * seconds > 0.5) ||
        (count >= 6 && most < 0.95 * estimate) ||
        (estimate * seconds >= 8 && most < 0.7 * estimate));
    const bound = isProof ? most : Infinity;

    if (edge.isSharp) {
      estimate = Math.max(least, AFTER_SHARP_THROTTLE * edge.rate);
    } else if (call.growth < (estimate < VERY_SLOW ? 1 : 0.98)) {
      estimate = Math.max(Math.min(estimate, least), Math.min(bound, AFTER_EARLY_THROTTLE * estimate));
    } else if (isUsed && call.growth > 1.3 && count >= 8) {
      // The rate grew on saved tokens, or the bucket became faster: takes a value between the two.
      estimate = Math.max(least, throttledAt ** 0.4 * Math.min(throttledAt, count / seconds) ** 0.6);
    } else {
      estimate = Math.max(least, AFTER_THROTTLE * Math.min(throttledAt, bound));
    }
    estimate = Math.max(LEAST_RATE, estimate);
    if (count >= WELL_KNOWN) emptied(now);
    // The missing token is nearly there: the next call waits less than a whole interval.
    if (inARow === 1 && call.at === lastSentAt) nextAt = Math.max(now, call.at + refill(edge.isSharp) / estimate);
    else nextAt = Math.max(nextAt, lastSentAt + 1_000 / (estimate * growth(0)));
    reducedAt = now;
    sinceReduced.reset();
  }

  return {
    get isLimited() {
      return isLimited;
    },
    get estimate() {
      return isLimited ? estimate : Infinity;
    },
    get isInTrial() {
      return trial !== undefined;
    },
    get isSuspect() {
      return !isLimited && recent.throttled >= 1 && recent.ratio > 1.6 * randomShare + 0.06;
    },
    perSecond: rateAt,
    delay: (now) => (rateAt(now) === Infinity ? 0 : Math.max(0, nextAt - now)),
    sent(now) {
      if (now - lastSentAt > IDLE_MS) {
        recent.reset();
        answers.reset(now);
      }
      lastSentAt = now;
      const rate = rateAt(now);
      if (rate === Infinity) return { at: now, rate, growth: 1, trial, counts: false };
      const interval = 1_000 / rate;
      if (now - nextAt > interval + UNUSED_MS) sinceEmpty.isUsed = false;
      nextAt = Math.max(nextAt, now - Math.max(0, CATCH_UP_MS - interval)) + interval;
      return {
        at: now,
        rate,
        growth: trial ? rate / estimate : growthAt(now),
        trial,
        counts: trial?.isSecond === true || peers.areInTrial(),
      };
    },
    record(isThrottled, call, now) {
      if (!isThrottled) {
        answers.add(now);
        if (call.at >= sinceEmpty.at) sinceEmpty.answers += 1;
      }
      if (trial) {
        if (call.trial === trial && trial.add(isThrottled, call.counts)) endTrial(trial, now);
        return;
      }
      // Calls sent before the last reduction do not measure the rate since.
      if (call.at < reducedAt) return;
      recent.add(isThrottled);
      sinceReduced.add(isThrottled);
      inARow = isThrottled ? inARow + 1 : 0;
      if (!isThrottled) return;

      if (isTrialDue(call, now)) {
        beginTrial(now);
        peers.trialStarted(now);
      } else if (!isLimited) {
        if (recent.throttled > FEW - 0.5 && recent.ratio > MOST) limit(now);
      } else if (sinceReduced.throttled > allowed()) reduce(call, now);
    },
    joinTrial(now) {
      if (!trial && recent.calls >= 8 && (isLimited || recent.throttled >= 0.5)) beginTrial(now);
    },
  };
}
