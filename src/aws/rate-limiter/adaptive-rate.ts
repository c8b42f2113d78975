import { answerRate } from './answer-rate.ts';
import { growth, growthPeriod } from './rate-growth.ts';
import { throttleShare } from './throttle-share.ts';
import { answeredBefore, LEAST_RATE, startTrial, TRIAL_MS, type Trial } from './throttle-trial.ts';

/**
 * The rate of calls that AWS accepts of one operation, learned from its throttles. Times are milliseconds of a monotonic
 * clock. What does not depend on the rate does not reduce it: see `Trial`.
 */
export interface AdaptiveRate {
  /** False while AWS has throttled nothing lately, or too little to have to do with the rate. */
  readonly isLimited: boolean;
  /** What AWS was last seen to accept, around which the rate moves: calls a second; Infinity while it is not limited. */
  readonly learned: number;
  readonly isInTrial: boolean;
  /** Whether AWS throttles it and nobody knows yet why. */
  readonly isSuspect: boolean;
  /** Calls a second, now; Infinity while it is not limited. */
  perSecond(now: number): number;
  /** Milliseconds until one call may be sent. */
  delay(now: number): number;
  /** Counts a call that is sent now; what it returns belongs to its outcome. */
  sent(now: number): SentCall;
  learn(isThrottled: boolean, call: SentCall, now: number): void;
  /** Begins a trial together with another operation that began one: they may share a bucket. */
  joinTrial(now: number): void;
}

export interface SentCall {
  readonly at: number;
  readonly rate: number;
  /** The rate as a multiple of what was learned. */
  readonly growth: number;
  readonly trial: Trial | undefined;
  /** Whether its outcome counts in the trial: not while other operations of the partition may empty the same bucket. */
  readonly counts: boolean;
}

/** What the operations of one partition know of each other, as they may share a token bucket. */
export interface Peers {
  /** The learned rates of all limited operations, in sum. */
  learned(): number;
  /** Whether all operations that AWS throttles are in a trial. */
  areInTrial(): boolean;
  trialStarted(now: number): void;
}

/** A rate beyond this is not limited: 20 calls in flight are seldom more. */
const UNLIMITED = 500;
/** Below this a single throttle reduces the rate; above it two in short order, as one means nothing. */
const SLOW = 20;
/** Without a trial the rate is limited at once when so many calls, and more than half of the latest, were throttled. */
const FEW = 4;
const MOST = 0.5;
/** The rate to begin with when AWS throttled nearly everything: a lower one is found after two or three throttles more. */
const FIRST_RATE = 25;
/** A share of throttles up to this reduces nothing. */
const IGNORED = 0.05;
/** A share from which a trial is worth its while; a slow bucket has more throttles, as each probe costs one of few calls. */
const WORTH_A_TRIAL = { slow: 0.12, fast: 0.06 };
/** A share beyond this may also come of a bucket that was full before: then a second trial, at a lower rate, decides. */
const DOUBTFUL = 0.08;
const LEAST_PAUSE_MS = 500;
const MOST_PAUSE_MS = 8_000;
const CALLS_BEFORE_TRIAL = 20;
/** A reduction to this share of the rate that was throttled; of the learned rate, if a lower one was throttled. */
const AFTER_THROTTLE = 0.95;
const AFTER_EARLY_THROTTLE = 0.9;
/** The answers between two throttles that tell the rate of a bucket well enough. */
const WELL_KNOWN = 16;
/** How long a rate is remembered that may have been reduced without cause. */
const PEAK_MS = 15_000;
/** A pause that ends what was learned of the throttles before it. */
const IDLE_MS = 10_000;
/** A rate that waits for calls so long is not used up: then what was answered says nothing of what could have been. */
const UNUSED_MS = 50;
/** What a late timer may catch up on. */
const CATCH_UP_MS = 20;

export function adaptiveRate(peers: Peers): AdaptiveRate {
  const answers = answerRate();
  const recent = throttleShare();
  const sinceReduced = throttleShare();
  let isLimited = false;
  let learned = Infinity;
  let reducedAt = 0;
  /** Whether a rate that we chose was throttled: then it is near. */
  let isConfirmed = false;
  /** The answers since a throttle, when a bucket was empty: at the next one they tell its rate, if the rate was used up. */
  let sinceEmpty = { at: 0, answers: 0, isUsed: true };
  let [lastSentAt, nextAt, inARow] = [Number.NEGATIVE_INFINITY, 0, 0];
  let trial: Trial | undefined;
  let [nextTrialAt, trialPause] = [0, LEAST_PAUSE_MS];
  /** The share of calls that is throttled at any rate. */
  let randomShare = 0;
  let peak = { rate: 0, at: 0 };

  const period = () => growthPeriod(Math.max(learned, peers.learned()), isConfirmed);
  const growthAt = (now: number) => growth((now - reducedAt) / period());
  const tolerated = () => (randomShare > 0 ? 1.6 * randomShare + 0.06 : 0);
  const emptied = (now: number) => {
    sinceEmpty = { at: now, answers: 0, isUsed: true };
  };

  function rateAt(now: number): number {
    if (trial && now > trial.endsAt) endTrial(trial, now);
    if (!isLimited) return Infinity;
    if (trial) return trial.rate;
    const rate = learned * growthAt(now);
    if (rate > UNLIMITED) isLimited = false;
    return isLimited ? rate : Infinity;
  }

  function beginTrial(now: number): void {
    const { at, answers: count, isUsed } = sinceEmpty;
    const known = isUsed && count >= 8 ? (1_000 * count) / (now - at) : Math.max(answers.perSecond(now), 0.8 * learned);
    const answered = isLimited ? Math.min(learned * growthAt(now), known) : answers.perSecond(now);
    trial = startTrial(now, answered, recent.ratio, isLimited ? learned : Infinity);
    if (!isLimited) learned = answered;
    isLimited = true;
    reducedAt = now;
    emptied(now);
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
      randomShare = Math.min(0.25, share);
      trialPause = LEAST_PAUSE_MS;
      nextTrialAt = now + trialPause;
      isLimited = ended.before !== Infinity;
      if (!isLimited) return;
      learned = Math.max(ended.before, now - peak.at < PEAK_MS ? peak.rate : 0);
      reducedAt = now - 1.7 * period();
      emptied(now);
      return;
    }
    randomShare = 0;
    learned = share >= MOST ? Math.max(FIRST_RATE, ended.rate * (1 - share)) : answeredBefore(ended);
    reducedAt = now - 0.3 * period();
    trialPause = isClean ? Math.min(MOST_PAUSE_MS, 2 * trialPause) : LEAST_PAUSE_MS;
    nextTrialAt = now + Math.max(trialPause, (isClean ? 4 : 1) * (TRIAL_MS - (ended.endsAt - now)));
    if (share < 1) peak = { rate: learned, at: now };
  }

  function isTrialDue(call: SentCall, now: number): boolean {
    const share = isLimited && learned < SLOW ? WORTH_A_TRIAL.slow : WORTH_A_TRIAL.fast;
    const isNear = !isLimited || call.growth < 1.3;
    const isRare = recent.ratio < 0.4 && inARow < 3;
    const isWorthIt = recent.calls >= CALLS_BEFORE_TRIAL && recent.ratio > Math.max(share, tolerated());
    return now >= nextTrialAt && isNear && isRare && isWorthIt;
  }

  /** Limits a rate that was not limited. */
  function limit(now: number): void {
    learned = Math.max(FIRST_RATE, answers.perSecond(now) / (inARow >= FEW ? inARow : 1));
    isLimited = true;
    isConfirmed = false;
    reducedAt = now;
    emptied(now);
    nextAt = now + 1_000 / learned;
    nextTrialAt = now + trialPause;
    recent.reset();
  }

  /** Reduces a limited rate. A bucket that was empty at both ends has given as many tokens between as calls were answered. */
  function reduce(call: SentCall, now: number): void {
    if (now - peak.at > PEAK_MS || call.rate > peak.rate) peak = { rate: Math.min(call.rate, UNLIMITED), at: now };
    const refused = Math.min(call.rate, learned * growthAt(now));
    isConfirmed = true;
    const { answers: count, isUsed } = sinceEmpty;
    const seconds = Math.max(1, call.at - sinceEmpty.at) / 1_000;
    const [least, most] = [(count - 1) / seconds, (count + 1) / seconds];
    // A bucket that holds one call gives less than its rate to whoever asks too fast: what is a little less proves nothing.
    const isProof =
      isUsed &&
      ((count === 0 && learned * seconds > 0.5) ||
        (count >= 6 && most < 0.95 * learned) ||
        (learned * seconds >= 8 && most < 0.7 * learned));
    const bound = isProof ? most : Infinity;

    if (call.growth < 0.98) {
      learned = Math.max(Math.min(learned, least), Math.min(bound, AFTER_EARLY_THROTTLE * learned));
    } else if (isUsed && call.growth > 1.3 && count >= 8) {
      // It grew on what the bucket had saved, or because the bucket became faster: between the two.
      learned = Math.max(least, refused ** 0.4 * Math.min(refused, count / seconds) ** 0.6);
    } else {
      learned = Math.max(least, AFTER_THROTTLE * Math.min(refused, bound));
    }
    learned = Math.max(LEAST_RATE, learned);
    if (count >= WELL_KNOWN) emptied(now);
    // The token that was missing is nearly there: the next call need not wait for a whole one.
    if (inARow === 1 && call.at === lastSentAt) nextAt = Math.max(now, call.at + 400 / learned);
    reducedAt = now;
    sinceReduced.reset();
  }

  return {
    get isLimited() {
      return isLimited;
    },
    get learned() {
      return isLimited ? learned : Infinity;
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
        growth: trial ? rate / learned : growthAt(now),
        trial,
        counts: trial?.isSecond === true || peers.areInTrial(),
      };
    },
    learn(isThrottled, call, now) {
      if (!isThrottled) {
        answers.add(now);
        if (call.at >= sinceEmpty.at) sinceEmpty.answers += 1;
      }
      if (trial) {
        if (call.trial === trial && trial.add(isThrottled, call.counts)) endTrial(trial, now);
        return;
      }
      // What was sent before the last reduction says nothing of the rate since.
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
      } else {
        const allowed = Math.max(IGNORED, tolerated()) * sinceReduced.calls + (learned < SLOW ? 0 : 1);
        if (sinceReduced.throttled > allowed) reduce(call, now);
      }
    },
    joinTrial(now) {
      if (!trial && recent.calls >= 8 && (isLimited || recent.throttled >= 0.5)) beginTrial(now);
    },
  };
}
