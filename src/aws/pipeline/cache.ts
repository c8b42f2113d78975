import { answerTurn } from './answer-turn.ts';
import { bypassesCache, type ReadCall } from './call.ts';
import type { Stage } from './compose.ts';
import type { ResponseCache } from './response-cache.ts';

/** Serves answers from the cache, and caches new ones. Reads that follow a refresh bypass it once; those of a request that reads uncached always do. Failures are not cached. */
export function cache(responses: ResponseCache): Stage<ReadCall> {
  return (next) => async (call) => {
    const { key, cacheable, resumes, refresh, request } = call;
    if (request.readsUncached) return next(call);
    const cached = bypassesCache(call) ? undefined : responses.get(key, resumes);
    if (cached !== undefined) {
      call.record('cached');
      await answerTurn(call);
      if (request.signal.aborted || performance.now() >= request.endsAt) throw call.deadlineExceeded();
      return cached;
    }
    const answer = await next(call);
    responses.set(key, cacheable, answer);
    refresh?.answered.add(key);
    await answerTurn(call);
    return answer;
  };
}
