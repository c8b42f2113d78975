import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { Log } from '../log/log.ts';
import type { Connect, ServiceConnection } from './aws-service.ts';

/** SDK clients of one AWS location. Live as long as the process; each is created on first use. */
export interface Clients {
  connectionBy(connect: Connect): ServiceConnection;
  close(): void;
}

export function createClients({ clientConfig }: ConfiguredLocation, log?: Log): Clients {
  const connections = new Map<Connect, ServiceConnection>();
  return {
    connectionBy(connect) {
      const connection = connections.get(connect) ?? connect(clientConfig(), log);
      connections.set(connect, connection);
      return connection;
    },
    close() {
      for (const connection of connections.values()) connection.close();
    },
  };
}
