import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';

/** The session gateway in a process of its own, as it runs anywhere. */
export interface GatewayProcess {
  readonly url: string;
  /** Resolves with its exit code, whatever ends it. */
  readonly ended: Promise<number | null>;
  /** Lets it finish what is in flight. */
  stop(): Promise<unknown>;
}

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/**
 * On a free port, with the emulator behind it. AppStream and IAM know people by bare names, too; the domain makes
 * `alice.martin` and `alice.martin@example.com` one person, who is the directory's.
 *
 * @throws when it ends before it is ready; it has said why
 */
export async function startGateway(): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: '0', GATEWAY_AWS: 'emulator', GATEWAY_IDENTITY_DOMAIN: 'example.com' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  let url = '';
  for await (const line of createInterface(child.stdout)) {
    const record = JSON.parse(line) as { readonly url?: string; readonly msg?: string };
    url ||= record.url ?? '';
    if (record.msg === 'ready') break;
  }
  // Reads its log, which a full pipe would block, and drops it.
  child.stdout.resume();
  if (child.exitCode !== null || url === '') throw new Error('The session gateway did not start.');
  return {
    url,
    ended,
    stop() {
      child.kill();
      return ended;
    },
  };
}
