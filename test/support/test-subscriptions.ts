import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { YogaPlugin } from '../../src/server/plugins/plugins.ts';

/** Subscriptions of a schema for tests of the transports, whose events the test sends. */
export interface TestSubscriptions {
  /** Replaces the gateway's schema. */
  readonly plugin: YogaPlugin;
  /** Sends an event to all that subscribe to `ticks`. */
  send(tick: number): void;
  /** Ends all of them. */
  end(): void;
  /** Number of `ticks` that are subscribed to. */
  readonly open: number;
  /** Number of events that were taken from the sources. */
  readonly taken: number;
}

const SDL = `
  type Query { greeting(name: String): String! }
  type Mutation { greet: String! }
  type Subscription {
    ticks(size: Int = 0): Tick
    numbers(to: Int!): Int
    failing: Int
    rejected: Int
    expensive: Int
  }
  type Tick { number: Int! padding: String! broken: Int! }
`;

/** Events of one subscriber: an unbounded queue, which is the worst that a transport can meet. */
function queue(onEnd: () => void) {
  const events: number[] = [];
  let wake = () => {};
  let isOver = false;
  return {
    push(event: number) {
      events.push(event);
      wake();
    },
    end() {
      isOver = true;
      wake();
    },
    async *read() {
      try {
        for (;;) {
          const event = events.shift();
          if (event !== undefined) yield event;
          else if (isOver) return;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        onEnd();
      }
    },
  };
}

export function testSubscriptions(): TestSubscriptions {
  const queues = new Set<ReturnType<typeof queue>>();
  let taken = 0;
  const schema = buildSchema(SDL);
  resolve(schema, 'Query', 'greeting', (_root, { name }) => `Hello ${String(name ?? 'all')}`);
  resolve(schema, 'Mutation', 'greet', () => 'Hello');
  subscribe(schema, 'ticks', () => {
    const events = queue(() => queues.delete(events));
    queues.add(events);
    const iterator = events.read();
    // An async generator is not returned while it waits: it ends with its queue.
    return Object.assign(iterator, {
      return: async () => {
        queues.delete(events);
        events.end();
        return { done: true as const, value: undefined };
      },
    });
  });
  resolve(schema, 'Subscription', 'ticks', (number, { size }) => {
    taken += 1;
    return { number, padding: 'x'.repeat(Number(size)), broken: () => Promise.reject(new Error('secret')) };
  });
  subscribe(schema, 'numbers', async function* (_root: unknown, { to }: { to: number }) {
    for (let number = 1; number <= to; number += 1) yield number;
  });
  resolve(schema, 'Subscription', 'numbers', (number) => number);
  subscribe(schema, 'failing', async function* () {
    yield 1;
    throw new Error('secret');
  });
  resolve(schema, 'Subscription', 'failing', (number) => number);
  subscribe(schema, 'rejected', () => Promise.reject(new Error('secret')));
  const expensive = (schema.getSubscriptionType() as GraphQLObjectType).getFields().expensive;
  if (expensive) expensive.extensions = { complexity: 51 };

  return {
    plugin: { onEnveloped: ({ setSchema }: { setSchema: (to: GraphQLSchema) => void }) => setSchema(schema) },
    send(tick) {
      for (const each of queues) each.push(tick);
    },
    end() {
      for (const each of queues) each.end();
    },
    get open() {
      return queues.size;
    },
    get taken() {
      return taken;
    },
  };
}

type Resolve = (source: unknown, args: Record<string, unknown>) => unknown;

function resolve(schema: GraphQLSchema, type: string, name: string, resolver: Resolve): void {
  const field = (schema.getType(type) as GraphQLObjectType).getFields()[name];
  if (field) field.resolve = resolver;
}

function subscribe(schema: GraphQLSchema, name: string, subscriber: (root: unknown, args: never) => unknown): void {
  const field = schema.getSubscriptionType()?.getFields()[name];
  if (field) field.subscribe = subscriber as never;
}
