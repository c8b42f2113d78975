import type { AwsCall } from './call.ts';
import type { Handler } from './compose.ts';

/** Translates errors of the SDK, so that the stages before it see `GatewayError`s only. */
export function translateErrors<Call extends AwsCall>(next: Handler<Call>): Handler<Call> {
  return (call) =>
    next(call).catch((error: unknown) => {
      throw call.translate(error);
    });
}
