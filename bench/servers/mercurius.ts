import process from 'node:process';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { prepared } from './prepared.ts';

/** Mercurius with its JIT, over our schema and services. */
const { schema, makeContext } = await prepared();
const app = fastify();
await app.register(mercurius, { schema, context: () => makeContext(), jit: 1 });
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${url}/graphql\n`);
process.once('SIGTERM', () => process.exit(0));
