import { createServer } from 'node:http';
import process from 'node:process';
import { prepared } from './prepared.ts';

/** Node's http and `JSON.stringify` of the same answer: what no GraphQL server can beat. */
const { answer } = await prepared();
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  process.stdout.write(`http://127.0.0.1:${port}/graphql\n`);
});
process.once('SIGTERM', () => process.exit(0));
