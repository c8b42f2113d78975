import { expect, test } from 'vitest';
import type { AwsClient } from '../../src/aws/client.ts';
import { connectService } from '../../src/services/connect-service.ts';
import { serviceContext } from '../support/service-context.ts';

/** Connects a service that returns its own context, with a client that records what is done to it. */
function connected() {
  const events: string[] = [];
  const connect = connectService({
    endpoint: 'example',
    listings: {},
    createClient({ region }) {
      events.push(`client of ${region}`);
      return {
        middlewareStack: { add: (_middleware, { step, name }) => void events.push(`${step}: ${name}`) },
        destroy: () => void events.push('destroyed'),
      };
    },
    createApi: (_client, aws) => ({ aws }),
    createService: (context) => context,
  });
  return { events, connection: connect({ region: 'eu-west-1' } as Parameters<typeof connect>[0], undefined) };
}

test('A connection has one client, whose answers conform to the model, until it is closed', () => {
  const { events, connection } = connected();
  const { api: _, ...context } = serviceContext({});
  for (const aws of [{}, {}] as AwsClient[]) connection.forRequest(aws, context);
  expect(events).toEqual(['client of eu-west-1', 'initialize: conformAnswers']);
  connection.close();
  expect(events.at(-1)).toBe('destroyed');
});

test('Each request gets a service with its own AWS client, location, request and options', () => {
  const { connection } = connected();
  const { api: _, ...first } = serviceContext({});
  const { api: __, ...second } = serviceContext({});
  const [one, two] = [{}, {}] as [AwsClient, AwsClient];
  expect(connection.forRequest(one, first)).toEqual({ ...first, api: { aws: one } });
  expect(connection.forRequest(two, second)).toMatchObject({ request: second.request, api: { aws: two } });
});
