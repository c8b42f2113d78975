import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createYoga } from 'graphql-yoga';
import { prepared } from './prepared.ts';

/** Yoga with its defaults, over our schema and services. */
const { schema, makeContext } = await prepared();
const server = createServer(createYoga({ schema, context: () => makeContext(), logging: false }));
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
process.once('SIGTERM', () => process.exit(0));
