import { startEmulator } from '../../emulator/emulator.ts';
import { buildWorld } from '../../test/support/world.ts';

/** Counts of the world that `startPersonalAws` serves. */
export const PERSONAL_WORLD = { workspaces: 1_000, connected: 200 } as const;

/** Starts an emulated AWS with personal WorkSpaces of which every fifth is connected. */
export function startPersonalAws() {
  const { workspaces, connected } = PERSONAL_WORLD;
  const step = workspaces / connected;
  const { world } = buildWorld().workspaces(workspaces, (index) => ({
    connection: { ConnectionState: index % step === 0 ? 'CONNECTED' : 'DISCONNECTED' },
  }));
  return startEmulator({ world });
}
