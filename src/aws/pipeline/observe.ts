import type { GatewayError } from '../../errors/gateway-error.ts';
import type { CallObserver } from '../observer.ts';
import type { AwsCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Counts each attempt in the costs of its request, and reports it and its outcome to the observer. */
export function observe(observer: CallObserver) {
  return <Call extends AwsCall>(next: Handler<Call>): Handler<Call> =>
    (call) => {
      call.record('calls');
      if (call.attempt > 1) call.record('retried');
      const onOutcome = observer.sent?.(call, call.attempt);
      return next(call).then(
        (answer) => {
          onOutcome?.({ answer });
          return answer;
        },
        (error: GatewayError) => {
          onOutcome?.({ error });
          if (error.code === 'UPSTREAM_THROTTLED') call.record('throttled');
          throw error;
        },
      );
    };
}
