import { createServer } from 'node:http';
import process from 'node:process';

/** Server of Node itself, the reference for its cost. */
const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
