import { Agent, request } from 'node:http';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';

/** URLs to probe: the gateway, and a bare server whose answers show how busy the machine is. */
export interface Watched {
  readonly gateway: string;
  readonly bare: string;
  readonly token: string;
  readonly query: string;
}

/** One look at both: milliseconds; null: no right answer within ten seconds. */
export interface Sample {
  /** `performance.timeOrigin + performance.now()` when it was asked. */
  readonly at: number;
  readonly health: number | null;
  readonly query: number | null;
  /** Time of the same probe at the bare server. */
  readonly bare: number;
}

const EVERY_MS = 50;
const GIVEN_UP_MS = 10_000;

/** Another client comes from another address, where the system has more than one on loopback. */
const localAddress = process.platform === 'linux' ? '127.0.0.2' : undefined;

/** A worker: looks every 50 ms, whether or not the last look has ended, until it is stopped; then returns what it measured. */
function watch({ gateway, bare, token, query }: Watched): void {
  const agent = new Agent({ keepAlive: true });
  const options = { agent, localAddress, timeout: GIVEN_UP_MS };
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };

  const took = (url: string, isRight: (status: number, text: string) => boolean, sent?: string) =>
    new Promise<number | null>((resolve) => {
      const since = performance.now();
      const asked = request(url, { ...options, ...(sent && { method: 'POST', headers }) }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () => resolve(isRight(response.statusCode ?? 0, text) ? performance.now() - since : null));
        response.on('error', () => resolve(null));
      });
      asked.on('timeout', () => asked.destroy());
      asked.on('error', () => resolve(null));
      asked.end(sent);
    });

  const looks: Promise<Sample>[] = [];
  const look = async (): Promise<Sample> => {
    const at = performance.timeOrigin + performance.now();
    const [health, answered, idle] = await Promise.all([
      took(`${gateway}/health`, (status) => status === 200),
      took(
        `${gateway}/graphql`,
        (status, text) => status === 200 && text.includes('"state"') && !text.includes('"errors"'),
        body,
      ),
      took(bare, (status) => status === 200),
    ]);
    return { at, health, query: answered, bare: idle ?? GIVEN_UP_MS };
  };
  const timer = setInterval(() => looks.push(look()), EVERY_MS);
  parentPort?.once('message', async () => {
    clearInterval(timer);
    parentPort?.postMessage(await Promise.all(looks));
    agent.destroy();
    parentPort?.close();
  });
}

if (parentPort) watch(workerData as Watched);
