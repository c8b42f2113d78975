import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBalancer } from './balancer.ts';
import { startDatabase } from './database.ts';
import { start } from './program.ts';

/**
 * Three gateways on one PostgreSQL and one emulated AWS, behind a load balancer, on one machine.
 *
 * `PORT`: where the load balancer listens, 4200 by default. `GATEWAY_STORE`: URL of an empty database; without it a PostgreSQL server of
 * its own is started, and removed at the end.
 */

const REPLICAS = 3;
const QUERY = '{ liveSessions(first: 0) { totalCount incomplete } }';
/** Time that the first scan of all sessions takes at most. Milliseconds. */
const SCAN_MS = 30_000;
const PORT = Number(process.env.PORT || 4200);

/** Replaced once there is more to end than child processes, which end with this one. */
let end = (): Promise<unknown> => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void end().then(() => process.exit(0));
  });
}

const database = process.env.GATEWAY_STORE ? null : await startDatabase().catch((error: Error) => fail(error.message));
const emulator = await start('emulator/main.ts', ['--port', '0'], {}, /^Try:/).catch((error: Error) =>
  fail(error.message),
);
const environment = {
  PORT: '0',
  GATEWAY_AWS: 'live',
  GATEWAY_MUTATIONS: 'on',
  GATEWAY_LIVE: 'always',
  GATEWAY_LIVE_CALLS_PER_SECOND: '20',
  GATEWAY_STORE: database?.url ?? String(process.env.GATEWAY_STORE),
  GATEWAY_CURSOR_SECRET: process.env.GATEWAY_CURSOR_SECRET ?? randomBytes(24).toString('base64url'),
  AWS_ENDPOINT_URL: emulator.url,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const gateways = await Promise.all(
  Array.from({ length: REPLICAS }, () => start('src/main.ts', [], environment, /"msg":"ready"/)),
).catch((error: Error) => fail(error.message));
const urls = gateways.map(({ url }) => url);
const balancer = await startBalancer(urls, PORT).catch(({ code }: NodeJS.ErrnoException) =>
  fail(`Port ${PORT} cannot be listened on (${code}): set PORT to another one, or to 0 for any that is free.`),
);

let isEnding = false;
end = async () => {
  isEnding = true;
  balancer.close();
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await emulator.stop();
  await database?.stop();
};

process.stdout.write(
  [
    `${REPLICAS} gateways on one PostgreSQL, behind a load balancer:`,
    '',
    `  ${balancer.url}`,
    '',
    ...gateways.map(({ url, pid }) => `  ${url} (process ${pid})`),
    '',
    `Each answers ${QUERY}:`,
    ...(await Promise.all(urls.map(ask))),
    'Subscribe through the load balancer and end the process that serves you: the client resumes on another one. Ctrl-C ends it all.',
    '',
  ].join('\n'),
);

// One may end, which is what the example shows; without all of them nothing is left to show.
void Promise.all(gateways.map(({ ended }) => ended)).then(() => isEnding || fail('All gateways have ended.'));

/** Asks until the first scan is complete. */
async function ask(url: string): Promise<string> {
  const until = Date.now() + SCAN_MS;
  while (true) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    const text = await response.text();
    if (text.includes('"incomplete":false') || Date.now() > until) return `  ${text}`;
    await sleep(500);
  }
}

/** One line, and a failure. */
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
