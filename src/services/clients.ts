import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { Log } from '../log/log.ts';
import type { AwsService, ServiceConnection } from './aws-service.ts';

/** SDK clients of one AWS location. Live as long as the process; each is created on first use. */
export interface Clients {
  connectionTo(service: AwsService): ServiceConnection;
  close(): void;
}

export function createClients({ clientConfig }: ConfiguredLocation, log?: Log): Clients {
  const connections = new Map<AwsService, ServiceConnection>();
  return {
    connectionTo(service) {
      const connection = connections.get(service) ?? service.connect(clientConfig(), log);
      connections.set(service, connection);
      return connection;
    },
    close() {
      for (const connection of connections.values()) connection.close();
    },
  };
}
