import { createClient } from 'graphql-sse';
import { Environment, type GraphQLResponse, Network, Observable } from 'relay-runtime';
import { authorization } from '../app/token.ts';
import { boundedStore } from './bounded-store.ts';
import { GatewayRequestError } from './request-error.ts';

const URL_OF_API = '/graphql';

const opened = new Set<() => void>();

/** Calls a listener whenever a stream has been opened; a tab has one. Returns a function that removes it. */
export function onStreamOpen(listener: () => void): () => void {
  opened.add(listener);
  return () => opened.delete(listener);
}

const events = createClient({
  url: URL_OF_API,
  headers: authorization,
  retryAttempts: 0,
  on: { connected: () => opened.forEach((listener) => void listener()) },
});

interface Answer {
  readonly data?: object | null;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly unknown[] }[];
}

/** Returns the errors of an answer without data or without one of its root fields; undefined for others, which views show without. */
function failedFieldsOf({ data, errors = [] }: Answer) {
  if (!data) return errors;
  const failed = errors.filter(({ path }) => path?.length === 1);
  return failed.length > 0 ? failed : undefined;
}

/** Sends an operation; one that fails is an error with the gateway's code. */
async function send(text: string | null | undefined, variables: object): Promise<GraphQLResponse> {
  const response = await fetch(URL_OF_API, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization() },
    body: JSON.stringify({ query: text, variables }),
  }).catch(() => {
    throw new GatewayRequestError('UNREACHABLE', 'The gateway does not answer.');
  });
  const answer = await response.json().catch(() => {
    throw new GatewayRequestError('UNREACHABLE', `The gateway answered with status ${response.status}.`);
  });
  const failed = failedFieldsOf(answer);
  if (failed) throw GatewayRequestError.of(failed);
  return answer as GraphQLResponse;
}

const store = boundedStore();

/** Time between two collections of what no view shows any more. Milliseconds. */
const COLLECT_MS = 10_000;

// Relay collects when a view is left. A list that is open for days would hold every session that has changed.
setInterval(() => store.scheduleGC(), COLLECT_MS);

/** Relay's store in front of the gateway. Every object has an `id`, so that Relay updates it wherever it is shown. */
export const environment = new Environment({
  network: Network.create(
    ({ text }, variables) => send(text, variables),
    ({ text }, variables) =>
      Observable.create<GraphQLResponse>(({ next, error, complete }) =>
        events.subscribe(
          { query: text ?? '', variables },
          {
            next: (result) =>
              result.data ? next(result as GraphQLResponse) : error(GatewayRequestError.of(result.errors)),
            error: (cause) => error(cause as Error),
            complete,
          },
        ),
      ),
  ),
  store,
});
