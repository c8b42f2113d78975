import type { Operation } from '../operation.ts';
import type { AppStreamSession } from '../world/state.ts';
import { badCombination, invalidToken } from './errors.ts';
import { authenticationType, requiredName, text, userId } from './rules.ts';

interface Input {
  StackName: string;
  FleetName: string;
  UserId?: string;
  NextToken?: string;
  Limit?: number;
  AuthenticationType?: string;
  InstanceId?: string;
}

/** F-01: "The default value is 20 and the maximum value is 50." */
const defaultLimit = 20;
const maxLimit = 50;

/** Lists the sessions of a stack and a fleet. No error is declared for an unknown one: it has no sessions. */
export const describeSessions: Operation = {
  input: {
    StackName: requiredName,
    FleetName: requiredName,
    UserId: userId,
    NextToken: text,
    Limit: { type: 'integer', min: 1, max: maxLimit },
    AuthenticationType: authenticationType,
    InstanceId: text,
  },
  run(call) {
    const input = call.input as unknown as Input;
    // F-03
    if (input.UserId !== undefined && input.AuthenticationType === undefined)
      throw badCombination('If you specify a user ID, you must also specify the authentication type.');
    const listed = listedBy(input, call.quirks.sessionsDefaultToApiUsers);
    const sessions = call.location.appStreamSessions.of(input.StackName, input.FleetName).filter(listed);
    const page = call.page(sessions, { token: input.NextToken, limit: input.Limit ?? defaultLimit, invalidToken });
    return { Sessions: page.items, NextToken: page.nextToken };
  },
};

function listedBy(input: Input, defaultsToApi: boolean): (session: AppStreamSession) => boolean {
  const type = input.AuthenticationType ?? (defaultsToApi ? 'API' : undefined); // F-02
  return (session) =>
    (type === undefined || session.AuthenticationType === type) &&
    (input.UserId === undefined || session.UserId === input.UserId) &&
    (input.InstanceId === undefined || session.InstanceId === input.InstanceId);
}
