import { expect } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { type Answer, startGateway, type TestGateway, type TestGatewayOptions } from './gateway.ts';
import { type Issuer, type Key, newKey, sign, startIssuer } from './issuer.ts';

/** The caller of a request, and its options. */
export interface Asking {
  readonly scopes?: readonly AccessScope[];
  /** `alice@example.com` unless given. */
  readonly user?: string | null;
  readonly variables?: Record<string, unknown>;
  /** `x-gateway-trace: 1` and the like. */
  readonly headers?: Record<string, string>;
}

/** A gateway with authentication, over HTTP. */
export interface Guarded {
  readonly gateway: TestGateway;
  readonly listening: Listening;
  readonly issuer: Issuer;
  readonly key: Key;
  tokenOf(asking: Asking): Promise<string>;
  /** On the fast path, if it is a query. */
  ask(document: string, asking?: Asking): Promise<Answer>;
  /** By the fast path and by Yoga; asserts that the answers are equal. */
  askTwice(document: string, asking?: Asking): Promise<Answer>;
  close(): Promise<void>;
}

export async function startGuarded(options: TestGatewayOptions): Promise<Guarded> {
  const key = await newKey('first');
  const issuer = await startIssuer(key);
  const gateway = await startGateway({ ...options, authenticator: () => issuer.trusted() });
  const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1', upgrade: gateway.upgrade });
  const tokens = new Map<string, Promise<string>>();

  function tokenOf({ scopes = [], user = 'alice@example.com' }: Asking): Promise<string> {
    const name = JSON.stringify([scopes, user]);
    const token = tokens.get(name) ?? sign(key, { scope: scopes.join(' '), sub: user as string });
    tokens.set(name, token);
    return token;
  }

  async function init(query: string, asking: Asking): Promise<RequestInit> {
    const authorization = `Bearer ${await tokenOf(asking)}`;
    const headers = { 'content-type': 'application/json', authorization, ...asking.headers };
    return { method: 'POST', headers, body: JSON.stringify({ query, variables: asking.variables }) };
  }

  async function ask(document: string, asking: Asking = {}): Promise<Answer> {
    const response = await fetch(`${listening.url}/graphql`, await init(document, asking));
    return (await response.json()) as Answer;
  }

  return {
    gateway,
    listening,
    issuer,
    key,
    tokenOf,
    ask,
    async askTwice(document, asking = {}) {
      const fast = await fetch(`${listening.url}/graphql`, await init(document, asking));
      const slow = await gateway.fetch('/graphql', await init(document, asking));
      const answer = (await fast.json()) as Answer;
      expect([fast.status, answer]).toEqual([slow.status, await slow.json()]);
      expect(fast.headers.get('content-type')).toBe(slow.headers.get('content-type'));
      return answer;
    },
    async close() {
      await gateway.drainStreams(0);
      await listening.drain();
      await gateway.close();
      await issuer.close();
    },
  };
}

export const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);
