import process from 'node:process';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { prepared } from './prepared.ts';

/** Apollo Server, over our schema and services. */
const { schema, makeContext } = await prepared();
const { url } = await startStandaloneServer(new ApolloServer({ schema }), {
  listen: { port: 0, host: '127.0.0.1' },
  context: async () => makeContext(),
});
process.stdout.write(`${url.replace(/\/$/, '')}\n`);
process.once('SIGTERM', () => process.exit(0));
