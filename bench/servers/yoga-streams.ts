import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createSchema, createYoga } from 'graphql-yoga';
import { controlServer } from '../support/stream-control.ts';

/** Yoga's own subscriptions with a batch of the same shape: each client is executed and serialised for itself. */
interface Batch {
  readonly updated: readonly { readonly node: object }[];
}

const waiting = new Set<(batch: Batch) => void>();

async function* batches(): AsyncGenerator<{ sessionChanges: Batch }> {
  for (;;) yield { sessionChanges: await new Promise<Batch>((resolve) => void waiting.add(resolve)) };
}

const schema = createSchema({
  typeDefs: `
    type Query { ok: Boolean }
    type Subscription { sessionChanges: Changes! }
    type Changes { from: String! to: String! updated: [Edge!]! }
    type Edge { node: Session! }
    type Session { id: ID! service: String! sessionId: String! status: String! instanceId: String user: User }
    type User { userName: String! }
  `,
  resolvers: { Subscription: { sessionChanges: { subscribe: batches } } },
});
const yoga = createYoga({ schema, logging: false, graphiql: false });
let turn = 0;
const control = createServer(
  controlServer((count) => {
    turn += 1;
    const updated = Array.from({ length: count }, (_, number) => ({
      node: {
        id: `QXBwU3RyZWFtU2Vzc2lvblsiMTIzNDU2Nzg5MDEyIiwiZXUtd2VzdC0xIiwiRGVzaWduIiwiZmxlZXQtMCIsInVzZXIi${number}`,
        service: 'APPSTREAM',
        sessionId: `session-${number}`,
        status: turn % 2 === 1 ? 'DISCONNECTED' : 'CONNECTED',
        instanceId: null,
        user: { userName: `user-${number}` },
      },
    }));
    const all = [...waiting];
    waiting.clear();
    for (const resolve of all) resolve({ from: `${turn - 1}`, to: `${turn}`, updated } as Batch);
  }),
);
await new Promise<void>((resolve) => void control.listen(0, '127.0.0.1', resolve));
const server = createServer(yoga);
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
process.stdout.write(`http://127.0.0.1:${port}/graphql ${(control.address() as AddressInfo).port}\n`);
