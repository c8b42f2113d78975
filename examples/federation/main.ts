import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import process from 'node:process';
import { company } from './company.ts';
import { createDirectory } from './directory.ts';
import { startGateway } from './gateway-process.ts';
import { listen } from './listen.ts';
import { createRouter } from './router.ts';
import { companySubgraphs, compose } from './supergraph.ts';

/** A company's graph in miniature: the session gateway, a directory of people, and a router in front of both. */

const QUERY = readFileSync(new URL('joined.graphql', import.meta.url), 'utf8');
const PORT = Number(process.env.PORT || 4100);

let route: RequestListener = (_request, response) => response.writeHead(503).end();
const router = await listen((request, response) => route(request, response), PORT).catch(
  ({ code }: NodeJS.ErrnoException) => {
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${code})`;
    return fail(`Port ${PORT} ${why}: set PORT to another one, or to 0 for any that is free.`);
  },
);
const directory = await listen(createDirectory(company));
const gateway = await startGateway().catch((error: Error) => fail(error.message));
route = createRouter(compose(companySubgraphs({ sessions: gateway.url, directory: directory.url })), QUERY);

process.stdout.write(
  [
    `The session gateway (${gateway.url}) and a directory of people (${directory.url}) as one graph:`,
    '',
    `  ${router.url}`,
    '',
    'Open it in a browser, where this query waits; Ctrl-C ends it all.',
    '',
    QUERY,
    JSON.stringify(await ask(router.url, QUERY), null, 2),
    '',
  ].join('\n'),
);

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    ending = true;
    router.close();
    directory.close();
    await gateway.stop();
    process.exit(0);
  });
}
// Ctrl-C reaches it as well as us.
void gateway.ended.then(() => ending || fail('The session gateway has ended.'));

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/** One line, and a failure. */
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
