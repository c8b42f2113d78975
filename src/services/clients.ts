import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { Log } from '../log/log.ts';
import { appStreamClient } from './appstream/api.ts';
import { ssmClient } from './ssm/api.ts';
import { workspacesClient } from './workspaces/api.ts';

/** The SDK clients of one location, for the life of the process, so that sockets are reused. Each is made when first needed. */
export interface Clients {
  readonly appstream: ReturnType<typeof appStreamClient>;
  readonly ssm: ReturnType<typeof ssmClient>;
  readonly workspaces: ReturnType<typeof workspacesClient>;
  close(): void;
}

export function createClients({ clientConfig }: ConfiguredLocation, log?: Log): Clients {
  const made: { -readonly [Service in Exclude<keyof Clients, 'close'>]?: Clients[Service] } = {};
  return {
    get appstream() {
      made.appstream ??= appStreamClient(clientConfig(), log);
      return made.appstream;
    },
    get ssm() {
      made.ssm ??= ssmClient(clientConfig(), log);
      return made.ssm;
    },
    get workspaces() {
      made.workspaces ??= workspacesClient(clientConfig(), log);
      return made.workspaces;
    },
    close() {
      for (const client of Object.values(made)) client.destroy();
    },
  };
}
