import { CACHE_KINDS } from '../../src/config/cache.ts';
import { type Child, GATEWAY, startChild, startSilentChild } from './child.ts';

const REGION = 'eu-west-1';
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' } as const;

/** Starts an emulated AWS whose world does not change, in its own process. */
export const startAws = (...args: readonly string[]): Promise<Child> =>
  startChild('emulator/main.ts', ['--port', '0', '--still', ...args]);

/** Configuration of an SDK client for the emulated AWS. */
export const awsClientConfig = ({ url }: Pick<Child, 'url'>) => ({
  endpoint: url,
  region: REGION,
  credentials: CREDENTIALS,
});

/** Calls that the emulated AWS has had since its start or the last `clearCalls`. */
export async function callsTo({
  url,
}: Child): Promise<readonly { readonly service: string; readonly outcome: string }[]> {
  return (await (await fetch(`${url}/_emulator/calls`)).json()) as never;
}

export async function clearCalls({ url }: Child): Promise<void> {
  await fetch(`${url}/_emulator/calls`, { method: 'DELETE' });
}

/** Environment of a program that calls the emulated AWS. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    PORT: '0',
    GATEWAY_AWS: 'live',
    GATEWAY_LOG_LEVEL: 'info',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  };
}

/** Variables that set the cache TTL of every kind. */
export function cacheTtl(milliseconds: number): Record<string, string> {
  return Object.fromEntries(
    CACHE_KINDS.map((kind) => [`GATEWAY_CACHE_${kind.toUpperCase()}_MS`, String(milliseconds)]),
  );
}

/** Starts the gateway in its own process; resolves once it is ready. */
export async function startGateway(endpoint: string, env: Record<string, string> = {}): Promise<Child> {
  const gateway = await startChild(GATEWAY, [], { ...awsEnvironment(endpoint), ...env });
  await untilReady(gateway.url);
  return gateway;
}

/** Starts a gateway that logs no requests, like the servers it is compared with. It cannot print its port either: `PORT`, or one by process id. */
export async function startQuietGateway(endpoint: string, env: Record<string, string> = {}): Promise<Child> {
  const port = env.PORT ?? String(20_000 + (process.pid % 20_000));
  const url = `http://127.0.0.1:${port}/graphql`;
  const quiet = { ...awsEnvironment(endpoint), ...env, PORT: port, GATEWAY_LOG_LEVEL: 'warn' };
  const gateway = startSilentChild(GATEWAY, url, quiet);
  await untilReady(url);
  return gateway;
}

async function untilReady(url: string): Promise<void> {
  const ready = new URL('/ready', url);
  const isReady = () =>
    fetch(ready).then(
      ({ status }) => status === 200,
      () => false,
    );
  while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 5));
}
