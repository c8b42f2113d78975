import { Client, type ClientConfig } from 'pg';

/** Time between two attempts to listen. Milliseconds. */
const RETRY_MS = 5_000;

/** Listens for the commits of other processes on a connection of its own. */
export interface Listener {
  onHint(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Listens on a channel; connects again when the connection breaks. Hints are lost meanwhile, and always behind PgBouncer in
 * transaction mode: they only make a poll come sooner.
 */
export function listen(config: ClientConfig, channel: string): Listener {
  const listeners = new Set<() => void>();
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const connecting = new Client(config);
    client = connecting;
    connecting.on('error', () => {});
    connecting.on('end', () => {
      if (!isClosed && client === connecting) timer = setTimeout(() => void connect(), RETRY_MS);
    });
    connecting.on('notification', () => {
      for (const listener of listeners) listener();
    });
    try {
      await connecting.connect();
      await connecting.query(`listen ${channel}`);
    } catch {
      // `end` follows where the connection was there; where it was not, nothing does.
      await connecting.end().catch(() => {});
    }
  }

  return {
    onHint(listener) {
      if (listeners.size === 0 && client === null) void connect();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
