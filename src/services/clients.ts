import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { Log } from '../log/log.ts';
import type { AwsService, ServiceConnection } from './aws-service.ts';

/** The SDK clients of one AWS location. They live as long as the process; each is created when first needed. */
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
